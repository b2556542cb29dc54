package import CanonicalJSON
package import CivilTime

/// Whom to reach about a sector, an activity or a partner, from a day to a day. Name and address are commitments: they stand beside the
/// record and can be erased.
package struct ContactPoint: Sendable, Hashable {
    /// Counts the forum's contact points from 1.
    package var number: Int
    /// What kind of thing it is for, as the forum names them (`sector`, `activity`, `partner`).
    package var subject: String
    /// Which one: the name of a sector, a ref, a partner's id.
    package var about: String
    package var partner: String
    /// The ministry or office.
    package var body: String?
    package var nameCommitment: String
    package var addressCommitment: String?
    package var from: CivilDate
    /// The day from which it is no longer the contact.
    package var until: CivilDate?
    /// The number of the one that it took over from.
    package var follows: Int?

    package init(
        number: Int = 0, subject: String, about: String, partner: String, body: String? = nil, nameCommitment: String,
        addressCommitment: String? = nil, from: CivilDate, until: CivilDate? = nil, follows: Int? = nil
    ) {
        self.number = number
        self.subject = subject
        self.about = about
        self.partner = partner
        self.body = body
        self.nameCommitment = nameCommitment
        self.addressCommitment = addressCommitment
        self.from = from
        self.until = until
        self.follows = follows
    }

    package func isHeld(on day: CivilDate) -> Bool { from <= day && (until.map { day < $0 } ?? true) }

    /// Under which its name and address are kept beside the record.
    package var subjectOfPersonal: String { "contact \(number)" }

    /// Whether both are for the same thing and of the same partner.
    package func isInPlace(of other: ContactPoint) -> Bool {
        subject == other.subject && about == other.about && partner == other.partner
    }
}

extension ContactPoint {
    package var json: JSONObject {
        [
            "number": .integer(Int64(number)), "subject": .string(subject), "about": .string(about),
            "partner": .string(partner), "body": .optional(body), "name": .string(nameCommitment),
            "address": .optional(addressCommitment), "from": .string(from.description),
            "until": .optional(until?.description), "follows": follows.map { .integer(Int64($0)) } ?? .null,
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "contact")
        self.init(
            number: try reader.integer("number"), subject: try reader.text("subject"), about: try reader.text("about"),
            partner: try reader.text("partner"), body: reader.optionalText("body"),
            nameCommitment: try reader.text("name"), addressCommitment: reader.optionalText("address"),
            from: try reader.date("from"), until: reader.optionalDate("until"),
            follows: reader.optionalInteger("follows"))
    }
}

/// Who compiles and circulates the contacts of a forum, what they are for, and how often they go round.
package struct ContactRule: Sendable, Hashable {
    package var role: String
    /// The role that may set those of its own partner; nil where only ``role`` may.
    package var ownRole: String?
    package var subjects: [String]
    /// After so many days they are due to be circulated again; nil where nothing is due.
    package var everyDays: Int?

    package init(role: String, ownRole: String? = nil, subjects: [String], everyDays: Int? = nil) {
        self.role = role
        self.ownRole = ownRole
        self.subjects = subjects
        self.everyDays = everyDays
    }
}

/// One circulation of the compiled contacts.
package struct ContactCirculation: Sendable, Hashable {
    package var at: Instant
    package var by: Actor
    /// How many stood in it.
    package var count: Int

    package init(at: Instant, by: Actor, count: Int) {
        self.at = at
        self.by = by
        self.count = count
    }
}
