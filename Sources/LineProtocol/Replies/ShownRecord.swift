package import CanonicalJSON
package import CivilTime

/// What who is of the forum reads of a proposal besides what can be published. Its members stand in the proposal's own object.
package struct ShownRecord: ReplyPart {
    package var version = 0
    package var revision: Int?
    package var lifecycle: ShownLifecycle?
    package var proposer: String?
    package var track: String?
    package var textDigest: String?
    package var openedAt: Instant?
    package var openedBy: ShownActor?
    package var notes: Int?
    /// Where an imported record came from.
    package var source: JSONValue?
    /// The round on the present text; nil where there is none.
    package var round: Int?
    package var isRoundOpen = false
    package var closes: Instant?
    package var roster: Int?
    /// By stance, in the present round.
    package var positions: [String: [ShownPosition]]?
    package var notHeard: [String] = []
    package var acknowledged: [String] = []
    package var rounds: [ShownRound] = []
    package var facts: [ShownFact] = []
    package var moves: [ShownMove] = []
    package var invitations: [ShownInvitation] = []
    package var documents: [ShownDocument] = []
    package var editorialRevisions: [ShownEditorial] = []
    /// Where what was too long for one line stands, by its member.
    package var leftOut: [String: String]?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("version", &version)
        coder.integer("revision", &revision)
        coder.part("lifecycle", &lifecycle)
        coder.orNull("proposer", &proposer) { $0.text($1, &$2) }
        coder.orNull("track", &track) { $0.text($1, &$2) }
        coder.text("text_digest", &textDigest)
        coder.instant("opened_at", &openedAt)
        coder.part("opened_by", &openedBy)
        coder.integer("notes", &notes)
        coder.orNull("source", &source) { $0.value($1, &$2) }
        coder.orNull("round", &round) { $0.integer($1, &$2) }
        coder.flag("round_open", &isRoundOpen, else: false)
        coder.orNull("closes", &closes) { $0.instant($1, &$2) }
        coder.integer("roster", &roster)
        coder.parts("positions", &positions)
        coder.texts("not_heard", &notHeard, else: [])
        coder.texts("acknowledged", &acknowledged, else: [])
        coder.parts("rounds", &rounds, else: [])
        coder.parts("facts", &facts, else: [])
        coder.parts("moves", &moves, else: [])
        coder.parts("invitations", &invitations, else: [])
        coder.parts("documents", &documents, else: [])
        coder.parts("editorial_revisions", &editorialRevisions, else: [])
        coder.texts("left_out", &leftOut)
    }
}
