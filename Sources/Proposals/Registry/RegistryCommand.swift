import CanonicalJSON
package import CivilTime
package import Lifecycle

/// What somebody asks to be changed in a forum's registry.
package enum RegistryCommand: Sendable, Hashable {
    /// Opens the forum, or changes its settings.
    case setForum(ForumSettings)
    /// Closes a trial for good: at once, or at the moment that a recorded act says.
    case closeForum(at: Instant?)
    case admitPartner(Partner)
    case partnerLeft(id: String, on: CivilDate)
    case loadLifecycle(LifecycleDefinition, digest: String)
    case schedule(Meeting)
    case hold(meeting: String, starts: CivilDate, ends: CivilDate)
    /// The id is given by the caller, free in the registry; the name is a commitment.
    case openAccount(id: String, nameCommitment: String?, appointments: [AppointmentCommand])
    case appoint(account: String, AppointmentCommand)
    case endAppointment(account: String, number: Int, until: Instant?)
    case issueToken(id: String, account: String, expires: Instant?)
    case revokeTokens(account: String, token: String?)
    /// Draws up the list of a group for a year; the items are looked up by the caller.
    case drawList(group: String, year: Int, items: [GroupList.Item])
    case submitList(group: String, year: Int)
    /// Name and address are commitments; the number is given by the registry.
    case setContact(ContactPoint)
    case endContact(number: Int, until: CivilDate)
    case circulateContacts
    /// A public key in OpenSSH's form, with which the account's holder signs acts: from now and open-ended where nothing is said.
    case registerKey(account: String, key: String, from: Instant?, until: Instant?)
    case endKey(account: String, number: Int, until: Instant?)
    /// The id is given by the caller, free in the registry; who it is at the issuer is a commitment.
    case linkIdentity(id: String, account: String, issuer: String, commitment: String)
    case endIdentity(account: String, id: String)
    case erase(Erasure)
}

/// An appointment as it was asked for: from now and open-ended where nothing is said.
package struct AppointmentCommand: Sendable, Hashable {
    package var office: Office
    package var from: Instant?
    package var until: Instant?

    package init(office: Office, from: Instant? = nil, until: Instant? = nil) {
        self.office = office
        self.from = from
        self.until = until
    }
}
