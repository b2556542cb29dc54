package import CanonicalJSON
package import CivilTime

/// All that a requirement may look at, as plain values: the proposal as it stands, the act, the actor, the forum, the time.
package struct Circumstances: Sendable {
    package var state: String
    /// The track of the circulation, or the one that this act chooses.
    package var track: String?
    package var fields: JSONObject
    /// What the actor gives with the act.
    package var inputs: JSONObject
    /// The partner that proposed; nil of a past activity of which nobody knows.
    package var proposer: String?
    /// The offices that the actor holds now.
    package var offices: [Office]
    package var now: Instant
    package var decidedAt: Instant
    /// What deadlines are compared with: when the body acted. Acts recorded by an older rule were judged by when they were recorded.
    package var judgedAt: Instant
    package var lastMove: LastMove?
    package var round: RoundView?
    /// The newest record of each fact.
    package var facts: [String: FactView]
    package var meetings: [String: MeetingView]
    /// Attributes (`region`, `group`, `kind`) of the partners that the text names.
    package var partnerAttributes: [String: [String: String]]
    /// Refs of proposals that look alike and that the proposer has to answer.
    package var duplicateCandidates: [String]
    /// Names of house rules that the forum has switched off.
    package var disabledHouseRules: Set<String>
    /// The roles that the forum's file says are held for the whole forum; nil where an older rule did not ask.
    package var forumRoles: Set<String>?
    /// Whether the actor signed this act with a key that the registry knows as theirs.
    package var isSigned = false

    package init(
        state: String, track: String? = nil, fields: JSONObject = [:], inputs: JSONObject = [:], proposer: String?,
        offices: [Office] = [], now: Instant, decidedAt: Instant, lastMove: LastMove? = nil, round: RoundView? = nil,
        facts: [String: FactView] = [:], meetings: [String: MeetingView] = [:],
        partnerAttributes: [String: [String: String]] = [:], duplicateCandidates: [String] = [],
        disabledHouseRules: Set<String> = []
    ) {
        self.state = state
        self.track = track
        self.fields = fields
        self.inputs = inputs
        self.proposer = proposer
        self.offices = offices
        self.now = now
        self.decidedAt = decidedAt
        judgedAt = decidedAt
        self.lastMove = lastMove
        self.round = round
        self.facts = facts
        self.meetings = meetings
        self.partnerAttributes = partnerAttributes
        self.duplicateCandidates = duplicateCandidates
        self.disabledHouseRules = disabledHouseRules
    }
}

/// An office: a role in a forum, for a partner, for a group of partners, or for the whole forum.
package struct Office: Sendable, Hashable {
    package var role: String
    package var partner: String?
    package var group: String?
    /// Whether the holder acts as a deputy of the office.
    package var isDeputy: Bool

    package init(role: String, partner: String? = nil, group: String? = nil, isDeputy: Bool = false) {
        self.role = role
        self.partner = partner
        self.group = group
        self.isDeputy = isDeputy
    }
}

/// The move that brought a proposal to its state.
package struct LastMove: Sendable, Hashable {
    package var transition: String
    package var from: String
    package var decidedAt: Instant
    package var office: Office
    /// Whether it can still be undone: it was not undone already, and is no undo itself.
    package var isUndoable: Bool
    /// The version of the event that made it.
    package var version: Int

    package init(
        transition: String, from: String, decidedAt: Instant, office: Office, isUndoable: Bool = true, version: Int = 0
    ) {
        self.version = version
        self.transition = transition
        self.from = from
        self.decidedAt = decidedAt
        self.office = office
        self.isUndoable = isUndoable
    }
}

/// The round of positions as requirements see it.
package struct RoundView: Sendable, Hashable {
    package var number: Int
    /// Whether it is open on the present text: a closed one can give no consensus.
    package var isOpen: Bool
    package var closes: Instant?
    /// Partner ids on the roster, in its order.
    package var roster: [String]
    package var positions: [String: PositionView]
    /// Partners whose silence may count: they acknowledged receipt while the round was open to positions.
    package var acknowledged: Set<String>

    package init(
        number: Int, isOpen: Bool, closes: Instant?, roster: [String], positions: [String: PositionView],
        acknowledged: Set<String> = []
    ) {
        self.number = number
        self.isOpen = isOpen
        self.closes = closes
        self.roster = roster
        self.positions = positions
        self.acknowledged = acknowledged
    }
}

/// One partner's position as requirements see it.
package struct PositionView: Sendable, Hashable {
    package var stance: Stance
    package var reason: String?
    /// Since when the partner has held a stance of this weight: a position that is only said again is not a new one.
    package var decidedAt: Instant

    package init(stance: Stance, reason: String? = nil, decidedAt: Instant) {
        self.stance = stance
        self.reason = reason
        self.decidedAt = decidedAt
    }
}

/// The newest record of a fact: what was given with it.
package struct FactView: Sendable, Hashable {
    package var inputs: JSONObject
    package var decidedAt: Instant
    /// The version of the event that recorded it.
    package var version: Int

    package init(inputs: JSONObject, decidedAt: Instant, version: Int = 0) {
        self.version = version
        self.inputs = inputs
        self.decidedAt = decidedAt
    }
}

/// A meeting of the forum. `held` is set only once it was held; scheduled dates alone prove nothing.
package struct MeetingView: Sendable, Hashable {
    package var kind: String
    package var name: String
    package var held: ClosedRange<CivilDate>?

    package init(kind: String, name: String, held: ClosedRange<CivilDate>?) {
        self.kind = kind
        self.name = name
        self.held = held
    }
}
