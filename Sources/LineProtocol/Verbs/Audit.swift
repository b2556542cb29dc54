extension Verb { package static let audit = Verb(Verbs.Audit.self) }

extension Verbs {
    /// `AUDIT`: compares what is stored with its events.
    package struct Audit: VerbRequest {
        package static let name = "AUDIT"
        package static let shape = VerbShape(
            .read, ["forum"], options: ["after"], does: "Compares what is stored with its events.")

        package var forum = ""
        /// Where an earlier one ended.
        package var after: String?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
        }
    }
}
