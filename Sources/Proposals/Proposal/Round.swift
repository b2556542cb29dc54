package import CanonicalJSON
package import CivilTime
package import Lifecycle

/// One circulation of one text over one roster.
package struct Round: PositionHolding, Sendable, Hashable {
    /// Counts the proposal's rounds from 1.
    package var number: Int
    package var track: String?
    package var textDigest: String
    package var revision: Int
    /// The version of the event that opened it.
    package var openedBy: Int
    package var openedAt: Instant
    package var decidedAt: Instant
    /// The instant after which a position is late; nil where there is no deadline.
    package var closes: Instant?
    package var roster: [RosterEntry]
    package var positions = Positions()
    /// What each partner said itself, last: it stands again when the partner contests what was relayed since.
    package var ownPositions = Positions()
    /// When each partner's receipt was recorded.
    package var acknowledged: [String: Instant]
    /// Whether the passed deadline has been made visible as an event.
    package var deadlineNoted: Bool
    /// Why the round ended; nil while it is open.
    package var ended: Ending?

    package enum Ending: String, Sendable, Hashable {
        case substantiveRevision = "substantive-revision"
        case contestedRevision = "contested-revision"
        /// The text changed in what may change after the decision.
        case revisedAfterDecision = "revised-after-decision"
        case recirculated
        case moved
        case undone
        /// The version of the lifecycle that it was migrated to takes no such positions, or its plan closed it.
        case migrated
    }

    package var isOpen: Bool { ended == nil }

    /// Whether its deadline has passed while it was open, and no event says so yet.
    func hasUnnotedDeadline(at now: Instant) -> Bool {
        guard isOpen, !deadlineNoted, let closes else { return false }
        return now > closes
    }

    /// The partners on the roster without a position, in its order.
    package var notHeard: [String] { roster.compactMap { positions.has($0.partner) ? nil : $0.partner } }

    package func contains(_ partner: String) -> Bool { roster.contains { $0.partner == partner } }

    /// Whether a position was decided in time and recorded only after the deadline.
    package func wasRecordedLate(_ position: Position) -> Bool {
        guard let closes, !position.isLate, position.stance != .tacit else { return false }
        return position.recordedAt > closes
    }

    /// The deadline is a later one: silence has not come to mean anything, and who was late may be in time.
    mutating func reopenPositions(until closes: Instant) {
        func reopened(_ position: Position?) -> Position? {
            guard var position, position.stance != .tacit else { return nil }
            position.isLate = position.decidedAt > closes
            return position
        }
        for partner in positions.partners { positions[partner] = reopened(positions[partner]) }
        for partner in ownPositions.partners { ownPositions[partner] = reopened(ownPositions[partner]) }
    }
}

/// A partner as it was when the round opened: its attributes are frozen with it. Kept as the event has it.
package struct RosterEntry: Sendable, Hashable {
    package let partner: String
    package let json: JSONObject

    /// An entry made anew, as an event will have it.
    package init(partner: String, attributes: [String: String]) {
        self.partner = partner
        json = [
            "attributes": .object(JSONObject(attributes.map { JSONObject.Member(key: $0, value: .string($1)) })),
            "partner": .string(partner),
        ]
    }

    /// Reads an entry of an event's roster.
    init(json: JSONObject) throws(EventError) {
        guard let partner = json["partner"]?.string, json["attributes"]?.object != nil else {
            throw EventError("a roster entry without partner and attributes")
        }
        self.partner = partner
        self.json = json
    }

    /// `region`, `group`, `kind`, … as they were when the round opened.
    package var attributes: [String: String] { Partner.attributes(json["attributes"]?.object ?? [:]) }
}

/// A partner's position in a round, bound to the text it was taken on.
package struct Position: Sendable, Hashable {
    package var stance: Stance
    package var reason: String?
    /// What would lift a reservation or an objection.
    package var resolves: String?
    package var decidedAt: Instant
    package var recordedAt: Instant
    package var actor: Actor
    /// Taken after the deadline.
    package var isLate: Bool
    package var relayed: Relay?
    /// Since when the partner holds a stance that counts, where it has only said so again; nil where this position is the first.
    package var since: Instant?
    /// The digest of the text it was taken on.
    package var textDigest: String
    package var version: Int
}

/// From what a coordinator relayed a position: contestable by the partner.
package struct Relay: Sendable, Hashable {
    package var from: String
    package var receivedAt: Instant
    /// SHA-256 of the note or mail, as hex.
    package var digest: String

    package init(from: String, receivedAt: Instant, digest: String) {
        self.from = from
        self.receivedAt = receivedAt
        self.digest = digest
    }
}

/// A decision of its own: somebody outside the forum is invited to one event.
package struct Invitation: PositionHolding, Sendable, Hashable {
    package var number: Int
    package var invitee: String
    package var event: String
    package var decidedAt: Instant
    package var actor: Actor
    package var roster: [RosterEntry]
    package var positions = Positions()
    /// What each partner said itself, last.
    package var ownPositions = Positions()
    package var outcome: Outcome?
    /// The meeting that decided it.
    package var meeting: String?

    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case agreed
        case declined
    }

    package var notHeard: [String] { roster.compactMap { positions.has($0.partner) ? nil : $0.partner } }
}
