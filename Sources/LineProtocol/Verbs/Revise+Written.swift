package import CanonicalJSON

extension Verbs.Revise: WriteVerb {
    package struct Written: ProposalReply {
        package var proposal = WrittenProposal()
        /// What the change did to the round: `editorial`, `closes-round`, …; `none` where nothing changed.
        package var effect: String?
        /// Of the text as it is now, SHA-256 in hex.
        package var textDigest: String?
        package var keptAs: JSONObject?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            proposal.members(&coder)
            coder.text("effect", &effect)
            coder.text("text_digest", &textDigest)
            coder.object("kept_as", &keptAs)
        }
    }
}
