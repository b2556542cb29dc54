extension Verb { package static let checkpoint = Verb(Verbs.Checkpoint.self) }

extension Verbs {
    /// `CHECKPOINT`: shows a signed checkpoint and who cosigned it.
    package struct Checkpoint: VerbRequest {
        package static let name = "CHECKPOINT"
        package static let shape = VerbShape(
            .read, ["forum"], options: [.number("size"), "witnessed"],
            does: "Shows a signed checkpoint and who cosigned it.")
        package static let admission = Admission.strangers

        package var forum = ""
        /// The size of the record that it is of; nil is the newest.
        package var size: Int?
        /// The newest that witnesses cosigned.
        package var witnessed = false

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("size", &size)
            try coder.option("witnessed", &witnessed)
            guard size == nil || !witnessed else {
                throw coder.wrong("witnessed", "give size= or witnessed=true, not both")
            }
        }
    }
}
