package import CanonicalJSON
package import CivilTime
package import Lifecycle

/// What somebody asks to be done to one proposal. Values as they came: ``decide`` checks them.
package enum Command: Sendable, Hashable {
    /// A new draft, for a partner of the actor's (or of the only one).
    case draft(lifecycle: String?, partner: String?, fields: JSONObject, decidedAt: Instant?)
    /// A record of the past or a draft from elsewhere, with its source kept.
    case importRecord(ImportedRecord)
    case revise(fields: JSONObject, kind: RevisionKind?, decidedAt: Instant?)
    /// Makes an editorial revision substantive.
    case contestRevision(Int?, decidedAt: Instant?)
    /// Takes back a position that a coordinator relayed, in the round or on an invitation.
    case contestPosition(partner: String?, invitation: Int?, decidedAt: Instant?)
    /// A move; the signature is there where the actor signed it with a key of their own (``ActStatement``).
    case advance(transition: String, inputs: JSONObject, decidedAt: Instant?, signature: String?)
    case takePosition(StatedPosition)
    case acknowledge(partner: String?, decidedAt: Instant?)
    case recordFact(String, inputs: JSONObject, decidedAt: Instant?)
    case note(String, decidedAt: Instant?)
    case moveDeadline(closes: Instant, reason: String, decidedAt: Instant?)
    case invite(invitee: String, event: String, decidedAt: Instant?)
    case decideInvitation(Int, outcome: String, meeting: String?, decidedAt: Instant?)
    /// Moves it to a later version of its lifecycle, as the plan of this digest says.
    case migrate(Migration, plan: String)
    /// Its bytes are looked at before.
    case file(Document)
    /// The server's own: makes a passed deadline, and what silence then means, visible as events.
    case noteDeadline

    package enum RevisionKind: String, Sendable, Hashable, CaseIterable {
        case editorial
        case substantive
    }
}

/// A position as it was asked for.
package struct StatedPosition: Sendable, Hashable {
    /// Nil takes the present one back.
    package var stance: Stance?
    package var partner: String?
    package var reason: String?
    package var resolves: String?
    package var relayed: Relay?
    /// The round and the text that the speaker saw; another one is refused.
    package var round: Int?
    package var text: String?
    /// The invitation that it is on; nil for the proposal itself.
    package var invitation: Int?
    package var decidedAt: Instant?

    package init(
        stance: Stance?, partner: String? = nil, reason: String? = nil, resolves: String? = nil,
        relayed: Relay? = nil, round: Int? = nil, text: String? = nil, invitation: Int? = nil,
        decidedAt: Instant? = nil
    ) {
        self.stance = stance
        self.partner = partner
        self.reason = reason
        self.resolves = resolves
        self.relayed = relayed
        self.round = round
        self.text = text
        self.invitation = invitation
        self.decidedAt = decidedAt
    }
}

/// A record from a list kept elsewhere.
package struct ImportedRecord: Sendable, Hashable {
    package var lifecycle: String?
    package var partner: String?
    package var fields: JSONObject
    /// Whether the activity is past: it enters the archive, not the drafts.
    package var isArchive: Bool
    /// The year of the activity, for an archive record's ref.
    package var year: Int?
    /// The record as it stood in its source.
    package var source: JSONValue

    package init(
        lifecycle: String?, partner: String?, fields: JSONObject, isArchive: Bool, year: Int?, source: JSONValue
    ) {
        self.lifecycle = lifecycle
        self.partner = partner
        self.fields = fields
        self.isArchive = isArchive
        self.year = year
        self.source = source
    }
}
