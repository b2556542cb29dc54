extension Verb { package static let export = Verb(Verbs.Export.self) }

extension Verbs {
    /// `EXPORT`: sends a bundle of a forum or of a proposal.
    package struct Export: VerbRequest {
        package static let name = "EXPORT"
        package static let shape = VerbShape(
            .read, [.subject], options: ["witnessed"], does: "Sends a bundle of a forum or of a proposal.")

        /// A forum, or a proposal of it.
        package var subject = ""
        /// Up to what witnesses cosigned.
        package var witnessed = false

        package init() {}

        package init(subject: String, witnessed: Bool) {
            self.subject = subject
            self.witnessed = witnessed
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("subject", &subject)
            try coder.option("witnessed", &witnessed)
        }
    }
}
