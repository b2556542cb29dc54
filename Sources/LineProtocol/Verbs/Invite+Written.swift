extension Verbs.Invite: WriteVerb {
    package struct Written: ProposalReply {
        package var proposal = WrittenProposal()
        /// An invitation was proposed, not decided.
        package var isProposal = false
        /// Its number; nil where nothing changed.
        package var invitation: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            proposal.members(&coder)
            if coder.isReading { isProposal = coder.has("invitation") }
            if isProposal { coder.orNull("invitation", &invitation) { $0.integer($1, &$2) } }
        }
    }
}
