package import CivilTime

extension Verbs.Position: WriteVerb {
    package struct Written: ProposalReply {
        package var proposal = WrittenProposal()
        /// The position was only said again.
        package var isSaidAgain = false
        /// The one that stands, where it is known.
        package var stands: Standing?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            proposal.members(&coder)
            if coder.isReading { isSaidAgain = coder.has("stands") }
            if isSaidAgain { coder.orNull("stands", &stands) { $0.part($1, &$2) } }
        }
    }

    /// The position that stands.
    package struct Standing: ReplyPart {
        package var partner = ""
        package var stance = ""
        package var decidedAt: Instant?
        package var recordedAt: Instant?
        package var version: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("partner", &partner)
            coder.text("stance", &stance)
            coder.instant("decided_at", &decidedAt)
            coder.instant("recorded_at", &recordedAt)
            coder.integer("version", &version)
        }
    }
}
