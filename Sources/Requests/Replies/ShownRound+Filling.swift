import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension ShownRound {
    /// What came of a round, in numbers. Who said what in it stands in the present round alone; of any other it is asked for.
    init(_ round: Proposals.Round, _ seen: SeenRecord) {
        self.init()
        number = round.number
        track = round.track
        openedAt = round.openedAt
        decidedAt = round.decidedAt
        closes = round.closes
        textDigest = round.textDigest
        revision = round.revision
        roster = round.roster.count
        heard = round.positions.count
        // A decision leaves its round as it stands, so that it can be taken back.
        ended =
            round.ended?.rawValue ?? (seen.definition.keepsRound(in: seen.proposal.state) ? nil : "decided")
        for stance in Stance.allCases {
            let count = round.positions.count { $0.value.stance == stance }
            if count > 0 { stances[stance.rawValue] = count }
        }
        // A round goes on after its deadline, for who is late; nobody should take it for one with time left.
        if let closes, closes < seen.now, ended == nil { isDeadlinePassed = true }
    }
}

extension ShownPosition {
    init(_ partner: String, _ position: Proposals.Position, in round: Proposals.Round?) {
        self.init()
        self.partner = partner
        decidedAt = position.decidedAt
        recordedAt = position.recordedAt
        by = ShownActor(position.actor)
        textDigest = position.textDigest
        reason = position.reason
        resolves = position.resolves
        isLate = position.isLate
        isRecordedLate = round?.wasRecordedLate(position) == true
        relayed = position.relayed.map { ShownRelay($0) }
    }

    /// The positions under every stance there is.
    static func byStance(_ positions: Positions, in round: Proposals.Round? = nil) -> [String: [ShownPosition]] {
        var lists: [String: [ShownPosition]] = [:]
        for stance in Stance.allCases {
            let held = positions.filter { $0.value.stance == stance }.sorted { $0.key < $1.key }
            lists[stance.rawValue] = held.map { ShownPosition($0.key, $0.value, in: round) }
        }
        return lists
    }
}

extension ShownRelay {
    init(_ relay: Relay) {
        self.init()
        from = relay.from
        receivedAt = relay.receivedAt
        digest = relay.digest
    }
}

extension ShownFact {
    init(_ fact: FactRecord) {
        self.init()
        self.fact = fact.fact
        inputs = fact.inputs
        decidedAt = fact.decidedAt
        recordedAt = fact.recordedAt
        by = ShownActor(fact.actor)
        version = fact.version
    }
}

extension ShownMove {
    init(_ move: Move) {
        self.init()
        transition = move.transition
        from = move.from
        to = move.to
        inputs = move.inputs
        changes = move.writing?.changes
        decidedAt = move.decidedAt
        recordedAt = move.recordedAt
        by = ShownActor(move.actor)
        version = move.version
    }
}

extension ShownInvitation {
    init(_ invitation: Invitation, _ seen: SeenRecord) {
        self.init()
        number = invitation.number
        invitee = invitation.invitee
        event = invitation.event
        outcome = invitation.outcome?.rawValue
        // Positions can still be taken on it.
        let isOpen =
            invitation.outcome == nil
            && seen.definition.invitations?.states.contains(seen.proposal.state) ?? false
        if isOpen { notHeard = invitation.notHeard }
        positions = ShownPosition.byStance(invitation.positions)
    }
}

extension ShownDocument {
    init(_ record: DocumentRecord) {
        self.init()
        name = record.document.name
        type = record.document.type
        size = record.document.size
        digest = record.document.digest
        filedAt = record.recordedAt
        by = ShownActor(record.actor)
        version = record.version
    }
}

extension ShownEditorial {
    init(_ revision: EditorialRevision) {
        self.init()
        self.revision = revision.revision
        round = revision.round
        fields = revision.fields
        isContested = revision.isContested
    }
}
