package import CanonicalJSON
package import CivilTime
import Documents
package import Proposals

/// One write as a caller asks for it.
package struct WriteRequest: Sendable {
    package var work: Work
    /// The verb that asks for it, as auditors are told of it where it is refused.
    package var verb: String
    /// The idempotency key; nil where the client gave none.
    package var key: String?
    /// The version that the client saw.
    package var expectedVersion: Int?
    /// The canonical bytes of what is asked, without key and version.
    package var body: [UInt8]
    /// The office that decided then, where the caller records an act of the past in its name.
    package var past: PastOffice?
    /// Writes the answer, which is kept with the key as it is written.
    package var form: Form

    /// How an answer becomes an object. It is the door's to say, and the same for ever: a key is answered with what was written then.
    package typealias Form = @Sendable (WriteAnswer) -> JSONObject

    /// - Parameter form: nothing where nobody reads the object, and there is no key with which it would be kept.
    package init(
        work: Work, verb: String = "", key: String? = nil, expectedVersion: Int? = nil, body: [UInt8],
        past: PastOffice? = nil,
        form: @escaping Form = { _ in [:] }
    ) {
        self.past = past
        self.form = form
        self.work = work
        self.verb = verb
        self.key = key
        self.expectedVersion = expectedVersion
        self.body = body
    }

    /// What is to be done.
    package enum Work: Sendable {
        /// Begins a proposal in a forum.
        case begin(forum: String, Command)
        /// Acts on a proposal.
        case act(ref: String, Command)
        /// Sends bytes of a document of a proposal.
        case file(ref: String, DocumentUpload)
        /// Erases personal values that are kept beside the record.
        case erase(PersonalErasure)
        /// Changes a forum's registry.
        case registry(forum: String, RegistryWork)
    }
}

/// A change of a registry, with what only the server can add to it.
package enum RegistryWork: Sendable {
    case command(RegistryCommand)
    /// What the request does not name follows from what the registry holds.
    case change(RegistryChange)
    /// The id follows from the first appointment; the name stands beside the record.
    case openAccount(name: String?, slug: String?, appointments: [AppointmentCommand])
    case issueToken(account: String, expires: Instant?)
    /// Titles and partners of what is listed follow from the proposals.
    case drawList(group: String, year: Int, refs: [String])
    /// Who it is at the issuer stands beside the record.
    case linkIdentity(account: String, issuer: String, subject: String)
    /// The name and the address stand beside the record; who takes over is of the same body unless the request names one.
    case setContact(ContactPoint, name: String, address: String?, body: Said<String>)
}

/// A change of what a registry holds already, or may hold, told in part.
package enum RegistryChange: Sendable, Hashable {
    case settings(SettingsChange)
    case partner(PartnerChange)
    case meeting(MeetingChange)
    /// The days on which a meeting was held.
    case held(meeting: String, starts: Said<CivilDate>, ends: Said<CivilDate>)
}

/// A write that waits in a queue.
struct PendingWrite: Sendable {
    let request: WriteRequest
    let caller: Caller
    let bodyDigest: [UInt8]
    /// 32 unpredictable bytes from which this request's salts and secrets are drawn.
    let seed: [UInt8]
    let promise: Promise<ServiceOutcome>

    var key: RequestKey? { request.key.map { RequestKey(key: $0, account: caller.account) } }
    /// What it takes while it waits, in bytes: what it carries.
    var size: Int {
        let taken = request.body.count + 256
        guard case .file(_, let upload) = request.work, case .part(_, let bytes) = upload.step else { return taken }
        return taken + bytes.count
    }

    /// What it takes in a batch, in bytes. Of a document that may be complete every byte is loaded.
    var weight: Int {
        guard case .file(_, let upload) = request.work, upload.isLast else { return size }
        return size + min(max(upload.document.size, 0), DocumentRules.largestDocument)
    }
}
