package import CanonicalJSON
package import CivilTime

/// Where a write left a proposal.
package struct WrittenProposal: ReplyPart {
    package var ref = ""
    package var state: String?
    package var version: Int?
    package var revision: Int?
    /// `live` or `archive`.
    package var origin: String?
    /// The round on the present text; nil where there is none.
    package var round: Int?
    package var recordedAt: Instant?
    /// The deadline of the round before, where a new round has none.
    package var deadlineDropped: Instant?
    package var change = WrittenChange()

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("ref", &ref)
        coder.text("state", &state)
        coder.integer("version", &version)
        coder.integer("revision", &revision)
        coder.text("origin", &origin)
        coder.orNull("round", &round) { $0.integer($1, &$2) }
        coder.instant("recorded_at", &recordedAt)
        coder.instant("deadline_dropped", &deadlineDropped)
        change.members(&coder)
    }
}

/// An answer to a write of a proposal: where that stands, and what one verb or another tells besides.
package protocol ProposalReply: ReplyPart {
    var proposal: WrittenProposal { get }
    /// The words of lists that are kept otherwise than they were given, by field.
    var keptAs: JSONObject? { get }
    /// Proposals that a new one looks like; nil where it looks like none that its account may see.
    var looksLike: [LikelyDuplicate]? { get }
    /// What a revision did to the round.
    var effect: String? { get }
    /// The position that was only said again.
    var stands: Verbs.Position.Standing? { get }
    /// The number of an invitation that was proposed.
    var invitation: Int? { get }
}

extension ProposalReply {
    package var keptAs: JSONObject? { nil }
    package var looksLike: [LikelyDuplicate]? { nil }
    package var effect: String? { nil }
    package var stands: Verbs.Position.Standing? { nil }
    package var invitation: Int? { nil }
}

extension WrittenProposal: ProposalReply {
    package var proposal: WrittenProposal { self }
}

extension Verbs.Ack: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Advance: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Contest: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Deadline: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Implemented: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Migrate: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Note: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Publish: WriteVerb { package typealias Written = WrittenProposal }
extension Verbs.Record: WriteVerb { package typealias Written = WrittenProposal }
