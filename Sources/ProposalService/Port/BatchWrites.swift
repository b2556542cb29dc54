package import CivilTime
package import Proposals
import Record

/// What one batch writes, all of it in one transaction.
package struct BatchWrites: Sendable {
    /// Events in the order in which they enter the record.
    package var events: [NewEvent]
    /// The row of each proposal touched, as it stands after the batch.
    package var proposals: [ProposalRow]
    /// The texts of those, by ref, that are not stored as they are now.
    package var texts: [String: ProposalText]
    /// The forum's own row, where its registry changed.
    package var registry: RegistryRow?
    /// The number last given out in each year in which something was drafted.
    package var refNumbers: [Int: Int]
    package var answers: [NewAnswer]
    package var tokens: [NewToken]
    package var personal: [PersonalValue]
    /// Lifecycles loaded: their edges are derived from the definition by the database's owner, then frozen.
    package var lifecycles: [NewLifecycle]
    package var documents: [NewDocument]
    package var uploads: [UploadWrite]
    /// Uploads of others that nobody went on with since are given up: set where a new one begins.
    package var staleUploadsBefore: Instant?
    /// Whether somebody is told that something is stored, even where nothing is written: an earlier answer, given again.
    package var tellsOfStored = false

    package init(
        events: [NewEvent] = [], proposals: [ProposalRow] = [], texts: [String: ProposalText] = [:],
        registry: RegistryRow? = nil,
        refNumbers: [Int: Int] = [:], answers: [NewAnswer] = [], tokens: [NewToken] = [],
        personal: [PersonalValue] = [], lifecycles: [NewLifecycle] = [],
        documents: [NewDocument] = [], uploads: [UploadWrite] = []
    ) {
        self.events = events
        self.proposals = proposals
        self.texts = texts
        self.registry = registry
        self.refNumbers = refNumbers
        self.answers = answers
        self.tokens = tokens
        self.personal = personal
        self.lifecycles = lifecycles
        self.documents = documents
        self.uploads = uploads
    }

    package var isEmpty: Bool { events.isEmpty && answers.isEmpty && uploads.isEmpty }
}

/// An event to be stored; its position is given by the head row.
package struct NewEvent: Sendable, Hashable {
    package var sealed: SealedEvent
    package var leafHash: [UInt8]
    /// The digest of the lifecycle that the proposal follows after it; nil in a registry.
    package var lifecycle: String?

    package init(sealed: SealedEvent, leafHash: [UInt8], lifecycle: String?) {
        self.sealed = sealed
        self.leafHash = leafHash
        self.lifecycle = lifecycle
    }
}

/// The row of a forum: the version of its registry and what routing needs.
package struct RegistryRow: Sendable, Hashable {
    package var forum: String
    package var version: Int
    package var versionBefore: Int
    package var lastDigest: String
    package var refPrefix: String

    package init(forum: String, version: Int, versionBefore: Int, lastDigest: String, refPrefix: String) {
        self.forum = forum
        self.version = version
        self.versionBefore = versionBefore
        self.lastDigest = lastDigest
        self.refPrefix = refPrefix
    }
}

/// The answer to one keyed request, written with its events.
package struct NewAnswer: Sendable, Hashable {
    package var key: RequestKey
    package var bodyDigest: [UInt8]
    /// Nil where the answer must not be kept.
    package var answer: [UInt8]?
    /// The index in the batch's events of the request's first one; nil where it made none.
    package var firstEvent: Int?

    package init(key: RequestKey, bodyDigest: [UInt8], answer: [UInt8]?, firstEvent: Int?) {
        self.key = key
        self.bodyDigest = bodyDigest
        self.answer = answer
        self.firstEvent = firstEvent
    }
}

/// A token as it is stored: its hash only.
package struct NewToken: Sendable, Hashable {
    package var hash: [UInt8]
    package var token: String
    package var account: String

    package init(hash: [UInt8], token: String, account: String) {
        self.hash = hash
        self.token = token
        self.account = account
    }
}

/// Personal data beside the record: the value behind a commitment, with its salt; erasable.
package struct PersonalValue: Sendable, Hashable {
    package var commitment: String
    package var salt: [UInt8]
    package var value: String
    /// The ref or account that it belongs to.
    package var subject: String

    package init(commitment: String, salt: [UInt8], value: String, subject: String) {
        self.commitment = commitment
        self.salt = salt
        self.value = value
        self.subject = subject
    }
}

extension PersonalValue {
    /// Whether the commitment is to this value with this salt.
    package var isIntact: Bool {
        guard let digest = SaltedCommitment(to: Array(value.utf8), salt: salt)?.digest else { return false }
        return commitment == PersonalData.prefix + digest.hex
    }
}

/// A lifecycle as the database keeps it: canonical bytes under their digest.
package struct NewLifecycle: Sendable, Hashable {
    package var digest: String
    package var id: String
    package var version: Int
    package var definition: [UInt8]

    package init(digest: String, id: String, version: Int, definition: [UInt8]) {
        self.digest = digest
        self.id = id
        self.version = version
        self.definition = definition
    }
}

/// What a commit answers.
package struct CommittedBatch: Sendable, Hashable {
    /// The position of the batch's first event; nil where it wrote none.
    package var firstPosition: Int64?

    package init(firstPosition: Int64?) { self.firstPosition = firstPosition }
}
