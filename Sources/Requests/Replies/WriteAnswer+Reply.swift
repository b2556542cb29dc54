import CanonicalJSON
import Lifecycle
import LineProtocol
package import ProposalService
import Proposals
import Record

extension WriteAnswer {
    /// As it is kept with a key. Where the write stands in the record is added when it is sent.
    package static let form: WriteRequest.Form = { $0.reply.object }

    /// The answer in the types of the protocol.
    var reply: any ReplyPart {
        switch self {
        case .proposal(let changed, let detail): reply(changed, detail)
        case .registry(let changed, let detail): reply(WrittenRegistry(changed), detail)
        case .upload(let ref, let version, let progress): reply(ref, version, progress)
        }
    }

    private func reply(_ changed: ChangedProposal, _ detail: ProposalDetail) -> any ReplyPart {
        let proposal = WrittenProposal(changed)
        switch detail {
        case .nothing: return proposal
        case .written(let keptAs, let looksLike):
            var written = WrittenText()
            written.proposal = proposal
            written.keptAs = keptAs
            written.looksLike = looksLike.isEmpty ? nil : looksLike.map { LikelyDuplicate($0) }
            return written
        case .revised(let effect, let digest, let keptAs):
            var written = Verbs.Revise.Written()
            written.proposal = proposal
            written.effect = effect?.rawValue ?? "none"
            written.textDigest = digest
            written.keptAs = keptAs
            return written
        case .saidAgain(let standing):
            var written = Verbs.Position.Written()
            written.proposal = proposal
            written.isSaidAgain = true
            written.stands = standing.map { Verbs.Position.Standing($0) }
            return written
        case .invited(let number):
            var written = Verbs.Invite.Written()
            written.proposal = proposal
            written.isProposal = true
            written.invitation = number
            return written
        case .filed(let progress):
            var written = reply(changed.ref, changed.version, progress)
            written.filed = proposal
            return written
        }
    }

    private func reply(_ ref: String, _ version: Int, _ progress: UploadProgress) -> Verbs.File.Written {
        var written = Verbs.File.Written()
        written.ref = ref
        written.version = version
        written.digest = progress.digest
        written.received = progress.received
        written.size = progress.size
        return written
    }

    private func reply(_ registry: WrittenRegistry, _ detail: RegistryDetail) -> any ReplyPart {
        switch detail {
        case .nothing: return registry
        case .lifecycle(let id, let version, let digest):
            var written = Verbs.Lifecycle.Written()
            written.registry = registry
            written.lifecycle = id
            written.version = version
            written.digest = digest
            return written
        case .account(let account):
            var written = Verbs.Account.Written()
            written.registry = registry
            written.account = account
            return written
        case .appointed(let account, let number):
            var written = Verbs.Appoint.Written()
            written.registry = registry
            written.account = account
            written.number = number
            return written
        case .key(let account, let key):
            var written = Verbs.Key.Written()
            written.registry = registry
            written.account = account
            written.number = key?.number
            written.until = key?.until
            return written
        case .token(let account, let id, let secret, let expires):
            var written = Verbs.Token.Written()
            written.registry = registry
            written.account = account
            written.id = id
            written.token = secret
            written.expires = expires
            return written
        case .revoked(let account, let tokens):
            var written = Verbs.Revoke.Written()
            written.registry = registry
            written.account = account
            written.revoked = tokens
            return written
        case .identity(let account, let id):
            var written = Verbs.Identity.Written()
            written.registry = registry
            written.account = account
            written.id = id
            return written
        case .closed(let moment):
            var written = Verbs.Forum.Written()
            written.registry = registry
            written.isClosing = true
            written.closed = moment
            return written
        case .listed(let group, let year, let count):
            var written = Verbs.Listing.Written()
            written.registry = registry
            written.drawn = Verbs.Listing.Drawn(group, year, count)
            return written
        case .erased(let subject, let count, let left):
            var written = Verbs.Erase.Written()
            written.registry = registry
            written.subject = subject.text
            written.erased = count
            written.left = left
            return written
        case .contact(let number):
            var written = Verbs.Contact.Written()
            written.registry = registry
            written.isSet = true
            written.number = number
            return written
        }
    }
}

extension LikelyDuplicate {
    /// The answer is kept with its key, so a title that is as long as a text may be is not told whole.
    private static let longestTitle = 200

    fileprivate init(_ candidate: DuplicateCandidate) {
        self.init()
        ref = candidate.ref
        title = String(candidate.title.prefix(Self.longestTitle))
    }
}

extension WrittenProposal {
    fileprivate init(_ changed: ChangedProposal) {
        self.init()
        ref = changed.ref
        state = changed.state
        version = changed.version
        revision = changed.revision
        origin = changed.origin.rawValue
        round = changed.round
        change.events = changed.events.map(\.rawValue)
        recordedAt = changed.recordedAt
        change.mark = changed.mark
        deadlineDropped = changed.droppedDeadline
    }
}

extension WrittenRegistry {
    fileprivate init(_ changed: ChangedRegistry) {
        self.init()
        forum = changed.forum
        registryVersion = changed.version
        change.events = changed.events.map(\.rawValue)
        change.mark = changed.mark
    }
}

extension Verbs.Position.Standing {
    fileprivate init(_ position: StandingPosition) {
        self.init()
        partner = position.partner
        stance = position.stance.rawValue
        decidedAt = position.decidedAt
        recordedAt = position.recordedAt
        version = position.version
    }
}

extension DoneWrite {
    /// As it is sent: what was kept, to the byte, and the place in the record.
    var sent: JSONObject {
        var place = WrittenPlace()
        place.position = position.map { Int($0) }
        place.leaf = leafHash.map { Hexadecimal.encode($0) }
        place.isRepeated = isRepeated
        var sent = object
        for member in place.object.members { sent[member.key] = member.value }
        return sent
    }
}
