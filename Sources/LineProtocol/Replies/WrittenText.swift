package import CanonicalJSON

/// The answer to a proposal that was entered.
package struct WrittenText: ProposalReply {
    package var proposal = WrittenProposal()
    package var keptAs: JSONObject?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        proposal.members(&coder)
        coder.object("kept_as", &keptAs)
    }
}

extension Verbs.Draft: WriteVerb { package typealias Written = WrittenText }
extension Verbs.Import: WriteVerb { package typealias Written = WrittenText }
