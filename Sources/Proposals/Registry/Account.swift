package import CivilTime
package import Lifecycle

/// A person's account in a forum, with every appointment it ever held.
package struct Account: Sendable, Hashable {
    /// `forum/slug`.
    package var id: String
    /// A commitment to the holder's name, which stands beside the record and can be erased.
    package var nameCommitment: String?
    package var appointments: [Appointment]
    /// The keys with which the holder signs acts, those that ended among them.
    package var keys: [RegisteredKey] = []

    package init(id: String, nameCommitment: String? = nil, appointments: [Appointment] = []) {
        self.id = id
        self.nameCommitment = nameCommitment
        self.appointments = appointments
    }

    /// Whether an office is held at a moment.
    package func holds(_ office: Office, at now: Instant) -> Bool {
        appointments.indices.contains { appointments[$0].isHeld(at: now) && appointments[$0].office == office }
    }

    /// The offices held at a moment, in the order of appointment.
    package func offices(at now: Instant) -> [Office] {
        appointments.filter { $0.isHeld(at: now) }.map(\.office)
    }
}

/// An account holding a role in a forum, for a partner or a group of partners, from a moment to a moment.
package struct Appointment: Sendable, Hashable {
    /// Counts the account's appointments from 1.
    package var number: Int
    package var office: Office
    package var from: Instant
    /// The moment from which it is no longer held; nil while it is open-ended.
    package var until: Instant?

    package init(number: Int, office: Office, from: Instant, until: Instant? = nil) {
        self.number = number
        self.office = office
        self.from = from
        self.until = until
    }

    package func isHeld(at now: Instant) -> Bool { from <= now && (until.map { now < $0 } ?? true) }

    /// Whether it began before it ended: one that was ended before it began was never held.
    package var isEverHeld: Bool { until.map { from <= $0 } ?? true }
}

/// A key with which an account's holder signs acts, from a moment to a moment.
package struct RegisteredKey: Sendable, Hashable {
    /// Counts the account's keys from 1.
    package var number: Int
    /// The kind and the key in base 64: `ssh-ed25519 BASE64`.
    package var line: String
    package var from: Instant
    /// The moment from which it no longer counts; nil while it is open-ended.
    package var until: Instant?

    package init(number: Int, line: String, from: Instant, until: Instant? = nil) {
        self.number = number
        self.line = line
        self.from = from
        self.until = until
    }

    package func counts(at now: Instant) -> Bool { from <= now && (until.map { now < $0 } ?? true) }
}

/// What is recorded of an access token: never the token itself.
package struct TokenRecord: Sendable, Hashable {
    package var id: String
    package var account: String
    package var expires: Instant?
    package var isRevoked: Bool

    package init(id: String, account: String, expires: Instant?, isRevoked: Bool = false) {
        self.id = id
        self.account = account
        self.expires = expires
        self.isRevoked = isRevoked
    }
}
