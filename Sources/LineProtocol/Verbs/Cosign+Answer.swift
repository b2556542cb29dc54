package import CivilTime

extension Verbs.Cosign: ReadVerb {
    package struct End: ReplyPart {
        package var forum: String?
        /// Of the checkpoint.
        package var size: Int?
        /// As the server's policy names it.
        package var witness: String?
        /// The line was not known before.
        package var isNew = false
        /// When the witness saw the checkpoint.
        package var at: Instant?
        /// Whether a quorum has seen it now; nil where the policy asks for none.
        package var isWitnessed: Bool?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum)
            coder.integer("size", &size)
            coder.text("witness", &witness)
            coder.flag("new", &isNew, else: false)
            coder.orNull("at", &at) { $0.instant($1, &$2) }
            coder.flag("witnessed", &isWitnessed)
        }
    }
}
