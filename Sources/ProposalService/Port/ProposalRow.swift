package import CivilTime
package import Proposals

/// Where a proposal stands, as the tables keep it: a projection of its events, never more than they say. Almost every event changes it.
package struct ProposalRow: Sendable, Hashable {
    package var forum: String
    package var ref: String
    package var version: Int
    /// The version that the row must have before; 0 for a new one. A row of another version is not written.
    package var versionBefore: Int
    package var lastDigest: String
    package var lifecycle: String
    package var lifecycleID: String
    package var state: String
    package var isFinal: Bool
    package var origin: String
    /// Whether everyone appointed in the forum may see it.
    package var isShared: Bool
    package var publishedFields: [String]?
    package var track: String?
    /// What became of the activity; nil while no fact tells of it.
    package var standing: String?
    /// The days that count now.
    package var firstDay: CivilDate?
    package var lastDay: CivilDate?
    /// Whether the days of the text hold no longer.
    package var isLapsed: Bool
    /// The deadline of the open round.
    package var closes: Instant?
    package var deadlineNoted: Bool
    package var hasOpenRound: Bool
    package var round: Int?
    /// Partners on the open round's roster without a position.
    package var notHeard: [String]
    package var facts: [String]
    /// Meetings that acts on it rest on.
    package var meetings: [String]
    /// The offices that it may ask something of, besides the partners that are not heard; nil where an earlier program wrote the row and
    /// that is not known.
    package var asks: [String]?
    package var recordedAt: Instant

    package init(
        forum: String, ref: String, version: Int, versionBefore: Int, lastDigest: String, lifecycle: String,
        lifecycleID: String, state: String, isFinal: Bool, origin: String, isShared: Bool, publishedFields: [String]?,
        track: String?, standing: String? = nil, firstDay: CivilDate? = nil, lastDay: CivilDate? = nil,
        isLapsed: Bool = false, closes: Instant?, deadlineNoted: Bool, hasOpenRound: Bool, round: Int?,
        notHeard: [String], facts: [String], meetings: [String] = [], asks: [String]? = nil, recordedAt: Instant
    ) {
        self.forum = forum
        self.ref = ref
        self.version = version
        self.versionBefore = versionBefore
        self.lastDigest = lastDigest
        self.lifecycle = lifecycle
        self.lifecycleID = lifecycleID
        self.state = state
        self.isFinal = isFinal
        self.origin = origin
        self.isShared = isShared
        self.publishedFields = publishedFields
        self.track = track
        self.standing = standing
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.isLapsed = isLapsed
        self.closes = closes
        self.deadlineNoted = deadlineNoted
        self.hasOpenRound = hasOpenRound
        self.round = round
        self.notHeard = notHeard
        self.facts = facts
        self.meetings = meetings
        self.asks = asks
        self.recordedAt = recordedAt
    }

    /// Takes over what is known of the activity.
    package mutating func put(_ activity: Activity) {
        standing = activity.saidBy == nil ? nil : activity.standing.rawValue
        (firstDay, lastDay) = (activity.days?.lowerBound, activity.days?.upperBound)
        isLapsed = activity.lapsed != nil
    }
}
