package import CanonicalJSON

/// The answer to a proposal that was entered.
package struct WrittenText: ProposalReply {
    package var proposal = WrittenProposal()
    package var keptAs: JSONObject?
    package var looksLike: [LikelyDuplicate]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        proposal.members(&coder)
        coder.object("kept_as", &keptAs)
        coder.parts("looks_like", &looksLike)
    }
}

/// A proposal that another looks like.
package struct LikelyDuplicate: ReplyPart {
    package var ref = ""
    package var title = ""

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("ref", &ref)
        coder.text("title", &title)
    }
}

extension Verbs.Draft: WriteVerb { package typealias Written = WrittenText }
extension Verbs.Import: WriteVerb { package typealias Written = WrittenText }
