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
    /// What was recorded; nothing where nothing changed.
    package var events: [String]?
    package var recordedAt: Instant?
    /// That the forum is a trial.
    package var mark: String?
    /// The deadline of the round before, where a new round has none.
    package var deadlineDropped: Instant?
    package var place = WrittenPlace()

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("ref", &ref)
        coder.text("state", &state)
        coder.integer("version", &version)
        coder.integer("revision", &revision)
        coder.text("origin", &origin)
        coder.orNull("round", &round) { $0.integer($1, &$2) }
        coder.texts("events", &events)
        coder.instant("recorded_at", &recordedAt)
        coder.text("mark", &mark)
        coder.instant("deadline_dropped", &deadlineDropped)
        place.members(&coder)
    }
}

/// An answer to a write of a proposal: where that stands, and what one verb or another tells besides.
package protocol ProposalReply: ReplyPart {
    var proposal: WrittenProposal { get }
    /// The words of lists that are kept otherwise than they were given, by field.
    var keptAs: JSONObject? { get }
    /// What a revision did to the round.
    var effect: String? { get }
    /// The position that was only said again.
    var stands: Verbs.Position.Standing? { get }
    /// The number of an invitation that was proposed.
    var invitation: Int? { get }
}

extension ProposalReply {
    /// Whether the write changed nothing, or only before.
    package var isIdle: Bool { proposal.place.isRepeated || proposal.events == [] }

    package var keptAs: JSONObject? { nil }
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
