extension Verb { package static let forums = Verb(Verbs.Forums.self) }

extension Verbs {
    /// `FORUMS`: lists the forums that the caller may see.
    package struct Forums: VerbRequest {
        package static let name = "FORUMS"
        package static let shape = VerbShape(
            .read, options: ["closed"], does: "Lists the forums that the caller may see.")
        package static let admission = Admission.strangers

        /// Closed trials too.
        package var closed = false

        package init() {}

        package init(closed: Bool) { self.closed = closed }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.option("closed", &closed)
        }
    }
}
