package import CivilTime
package import Proposals

/// The port through which the service stores and reads. Declared here, implemented by an adapter above.
///
/// Writing takes two trips: ``begin(_:)`` locks and loads, then everything is decided in Swift, ``OpenBatch/commit(_:)`` writes and commits.
package protocol RecordStore: TreeStore, WitnessStore, AuditStore, BreakStore, SessionStore,
    RefusalStore
{
    /// Begins the transaction of one batch of one forum: takes its locks, then loads what it is decided on.
    ///
    /// A serialization failure, a deadlock or a lock timeout begins it again, after a pause, as often as the store is set to.
    /// - Throws: ``StoreError``; nothing of the batch is stored.
    func begin(_ plan: BatchPlan) async throws(StoreError) -> OpenBatch

    /// Reads what several streams hold after the versions given, in one trip, with the database's time.
    /// - Throws: ``StoreError/outdated(_:)`` where a cursor's own event is not stored.
    func load(_ cursors: [StreamCursor]) async throws(StoreError) -> LoadedStreams

    /// Reads one stream after a version, at most so many events.
    func stream(_ cursor: StreamCursor, limit: Int) async throws(StoreError) -> [StoredEvent]

    /// Reads the record of a forum in its total order, after a position, at most so many events.
    func record(forum: String, after position: Int64, limit: Int) async throws(StoreError) -> [StoredEvent]

    /// Reads the record as ``record(forum:after:limit:)``, and streams as ``load(_:)``, in one trip: these as they stand with those events or
    /// after them.
    func record(
        forum: String, after position: Int64, limit: Int, with cursors: [StreamCursor]
    ) async throws(StoreError) -> (events: [StoredEvent], streams: LoadedStreams)

    /// The record's length: the position that the next event will take.
    func recordLength(forum: String) async throws(StoreError) -> Int64

    /// What the record of each forum holds, and what of it is signed; the server's own registry is among them.
    func figures() async throws(StoreError) -> [RecordFigures]

    /// The proposals of a forum that match, in the order of the query's page.
    func list(_ query: ListQuery) async throws(StoreError) -> [ListedRow]

    /// The refs of the proposals that ``list(_:)`` answers, without all that it tells of them.
    func refs(_ query: ListQuery) async throws(StoreError) -> [String]

    /// Words to search for instead of those of a search that stand in no text which its reader may see, as the beginning of a word: each time
    /// the nearest ones, of texts that the reader may see and that have all words which are found. Empty where every word is found, or where
    /// one has none near.
    func nearWords(_ query: ListQuery) async throws(StoreError) -> [String: [String]]

    /// Whom proposals may wait for, by their rows; nil where the database does not hold what is known.
    func waiting(_ query: WaitingQuery) async throws(StoreError) -> WaitingPage?

    /// For each of these refs the titles of other proposals of the forum that may be like its own, as ``LoadedBatch/alike``.
    func alike(forum: String, refs: [String]) async throws(StoreError) -> [String: [AlikeRow]]

    /// Every forum with its ref prefix, the server's own registry among them.
    func forums() async throws(StoreError) -> [ForumRow]

    /// Whose token this is, by the SHA-256 of the token.
    func token(hash: [UInt8]) async throws(StoreError) -> TokenRow?

    /// The values behind commitments, where they were not erased: by commitment.
    func personalValues(_ commitments: [String]) async throws(StoreError) -> [String: String]

    /// What is kept beside the record of somebody in a forum and was not erased, in the order of commitments: at most so many, and how many
    /// there are.
    func personal(
        forum: String, of subject: String, limit: Int
    ) async throws(StoreError) -> (values: [PersonalValue], count: Int)

    /// Bytes of a document from an offset on, at most so many; nil where there is no such document.
    func document(_ digest: String, from offset: Int, count: Int) async throws(StoreError) -> [UInt8]?

    /// Refs with an open round whose deadline passed before `now` without being noted, at most so many.
    func passedDeadlines(forum: String, now: Instant, limit: Int) async throws(StoreError) -> [String]

    /// The names of forums whose record grew, as the database tells of it; a wake-up may be missed or come twice.
    func wakeups() -> AsyncStream<String>

    /// Returns once everything that was seen to be committed is as safe as what a commit acknowledges: where commits wait for standbys, these
    /// have it. Costs one short trip where they wait for none.
    /// - Throws: `effectUnknown` where that cannot be learned in time.
    func awaitStandbys() async throws(StoreError)

    /// Stops; waits for what is under way.
    func close() async
}

/// What the record of one forum holds.
package struct RecordFigures: Sendable, Hashable {
    package var forum: String
    /// Events.
    package var length: Int64
    /// How many of them the newest checkpoint signs; nil where nothing was signed yet.
    package var signed: Int64?
    /// How long ago the first event that no checkpoint signs was recorded; nil where every event is signed.
    package var unsignedFor: Duration?
    /// Whether the record is not what was signed, so that nothing is written to it.
    package var isDiverged: Bool

    package init(
        forum: String, length: Int64, signed: Int64?, unsignedFor: Duration?, isDiverged: Bool
    ) {
        self.forum = forum
        self.length = length
        self.signed = signed
        self.unsignedFor = unsignedFor
        self.isDiverged = isDiverged
    }
}

/// Why a store could not do what it was asked.
package enum StoreError: Error, Sendable, Hashable {
    /// Nothing was written; the same request may succeed later.
    case unavailable(String)
    /// The database refused the data; nothing was written.
    case rejected(String)
    /// It could not be learned whether a commit took effect, or whether the standbys have it.
    case effectUnknown(String)
    /// What is stored makes no sense; nothing was written.
    case corrupt(String)
    /// What the caller knows of these streams is not what is stored: the database went back to before it. Nothing was written.
    case outdated([StreamCursor])
    /// A stored event cannot be read, or does not follow from those before it; nothing was written.
    case unreadable(UnreadableEvent)
}

/// What a batch needs locked and loaded.
package struct BatchPlan: Sendable {
    package var forum: String
    /// Proposals to lock, each with the version up to which its events are known already (0 for none).
    package var proposals: [String: Int]
    /// Registries to lock (this forum's, and the server's), each with the version known already.
    package var registries: [String: Int]
    /// The digest of the last event known of each of them, where one is known: the store must hold that very event.
    package var proposalDigests: [String: String] = [:]
    package var registryDigests: [String: String] = [:]
    /// Whether this forum's registry is changed: its row is then locked against every other batch.
    package var changesRegistry: Bool
    /// Whether proposals are drafted: the forum's head row is then locked in the first trip, for refs are part of the bytes.
    package var drafts: Bool
    /// Idempotency keys whose earlier answers are needed.
    package var keys: [RequestKey]
    /// Proposals about to be circulated, whose likely duplicates are needed.
    package var circulated: [String]
    /// Titles about to be drafted, whose likely duplicates are needed.
    package var titles: [String] = []
    /// Meetings about to be changed, of which it is needed what rests on them.
    package var meetings: [String]
    /// Personal values that may be erased, of which it is needed what is kept.
    package var personal = PersonalNeeds()
    /// Uploads that bytes are sent of, each with whether its last ones may be among them: then all that came before are needed.
    package var uploads: [UploadKey: Bool]

    /// More than a batch holds: what a batch itself changes is never all that was loaded.
    package static let mostMeetingUses = 600

    package init(
        forum: String, proposals: [String: Int] = [:], registries: [String: Int], changesRegistry: Bool = false,
        drafts: Bool = false, keys: [RequestKey] = [], circulated: [String] = [], meetings: [String] = [],
        uploads: [UploadKey: Bool] = [:]
    ) {
        self.forum = forum
        self.proposals = proposals
        self.registries = registries
        self.changesRegistry = changesRegistry
        self.drafts = drafts
        self.keys = keys
        self.circulated = circulated
        self.meetings = meetings
        self.uploads = uploads
    }
}

/// What the first trip brings, under the locks.
package struct LoadedBatch: Sendable {
    /// The database's clock, read after the locks.
    package var now: Instant
    /// Events of each planned proposal after the version planned; a proposal that does not exist is absent.
    package var proposals: [String: [StoredEvent]]
    /// Events of each planned registry after the version planned; a forum that does not exist is absent.
    package var registries: [String: [StoredEvent]]
    /// Earlier answers by key.
    package var answers: [RequestKey: StoredAnswer]
    /// The last number given out in each year; complete only when the plan drafts.
    package var refNumbers: [Int: Int]
    /// Titles of other proposals of the forum that share a pair of words with each circulated one, a thousand at most: live and archived ones, not withdrawn.
    package var alike: [String: [AlikeRow]]
    /// The same for each title about to be drafted.
    package var alikeTitles: [String: [AlikeRow]] = [:]
    /// Proposals of the forum with an act that rests on each planned meeting: the first ``BatchPlan/mostMeetingUses`` by ref.
    package var meetingUses: [String: [MeetingUse]]
    /// What is kept beside the record of those whose personal values may be erased.
    package var personal: [String: KeptPersonal] = [:]
    /// Every open upload of the accounts that the plan's are of.
    package var uploads: [UploadKey: StagedUpload]
    /// The ``ProposalText/digest`` of each planned proposal's text as it is stored.
    package var textDigests: [String: [UInt8]] = [:]
    /// Why nothing may be written to the forum's record; nil while it is what was signed.
    package var divergence: String?

    package init(
        now: Instant, proposals: [String: [StoredEvent]] = [:], registries: [String: [StoredEvent]] = [:],
        answers: [RequestKey: StoredAnswer] = [:], refNumbers: [Int: Int] = [:], alike: [String: [AlikeRow]] = [:],
        meetingUses: [String: [MeetingUse]] = [:], uploads: [UploadKey: StagedUpload] = [:]
    ) {
        self.now = now
        self.proposals = proposals
        self.registries = registries
        self.answers = answers
        self.refNumbers = refNumbers
        self.alike = alike
        self.meetingUses = meetingUses
        self.uploads = uploads
    }
}

/// A proposal with an act that rests on a meeting.
package struct MeetingUse: Sendable, Hashable {
    package var ref: String
    /// Whether everyone appointed in the forum may see it.
    package var isShared: Bool

    package init(ref: String, isShared: Bool) {
        self.ref = ref
        self.isShared = isShared
    }
}

/// A stored event with its place in the record.
package struct StoredEvent: Sendable, Hashable {
    /// The leaf index in the forum's record, from 0.
    package var position: Int64
    package var sealed: SealedEvent
    /// RFC 6962 leaf hash of the bytes.
    package var leafHash: [UInt8]

    package init(position: Int64, sealed: SealedEvent, leafHash: [UInt8]) {
        self.position = position
        self.sealed = sealed
        self.leafHash = leafHash
    }
}

/// An idempotency key of an account: keys of different accounts are different keys.
package struct RequestKey: Sendable, Hashable {
    package var key: String
    package var account: String

    package init(key: String, account: String) {
        self.key = key
        self.account = account
    }
}

/// The first answer to a request, kept with its key.
package struct StoredAnswer: Sendable, Hashable {
    /// The forum in whose queue the request was done.
    package var forum: String
    /// SHA-256 of the request's body.
    package var bodyDigest: [UInt8]
    /// Canonical JSON; nil where it was erased or never kept (a token).
    package var answer: [UInt8]?
    /// The position of the request's first event; nil where it made none.
    package var position: Int64?
    /// The leaf hash of that event.
    package var leafHash: [UInt8]?

    package init(
        forum: String, bodyDigest: [UInt8], answer: [UInt8]?, position: Int64?, leafHash: [UInt8]? = nil
    ) {
        self.forum = forum
        self.bodyDigest = bodyDigest
        self.answer = answer
        self.position = position
        self.leafHash = leafHash
    }
}

extension RecordStore {
    /// The titles that may be like that of one proposal.
    package func alike(forum: String, ref: String) async throws(StoreError) -> [AlikeRow] {
        try await alike(forum: forum, refs: [ref])[ref] ?? []
    }
}

/// A proposal whose title shares words with another's.
package struct AlikeRow: Sendable, Hashable {
    package var ref: String
    package var title: String
    /// Whether everyone appointed in the forum may see it.
    package var isShared: Bool
    /// The partners that see it while it is a draft.
    package var insiders: [String]

    package init(ref: String, title: String, isShared: Bool, insiders: [String]) {
        self.ref = ref
        self.title = title
        self.isShared = isShared
        self.insiders = insiders
    }

    /// Who may read it. What is published is no matter here: duplicates are asked about within the forum.
    var audience: Audience { Audience(isShared: isShared, insiders: insiders, isPublished: false) }
}

/// Where reading a stream goes on.
package struct StreamCursor: Sendable, Hashable {
    package var forum: String
    package var stream: String
    package var after: Int
    /// The digest of the event at that version, where it is known: the store must hold that very event.
    package var digest: String?

    package init(forum: String, stream: String, after: Int, digest: String? = nil) {
        self.forum = forum
        self.stream = stream
        self.after = after
        self.digest = digest
    }
}

/// What several streams hold, in the order of their cursors.
package struct LoadedStreams: Sendable {
    package var now: Instant
    package var events: [[StoredEvent]]

    package init(now: Instant, events: [[StoredEvent]]) {
        self.now = now
        self.events = events
    }
}

/// A forum as the store knows it.
package struct ForumRow: Sendable, Hashable {
    package var forum: String
    package var refPrefix: String
    /// Whether it is a trial that was closed.
    package var isClosed: Bool

    package init(forum: String, refPrefix: String, isClosed: Bool = false) {
        self.forum = forum
        self.refPrefix = refPrefix
        self.isClosed = isClosed
    }
}

/// Whose token it is. Whether it is revoked or expired stands in the registry.
package struct TokenRow: Sendable, Hashable {
    package var token: String
    package var account: String
    package var forum: String

    package init(token: String, account: String, forum: String) {
        self.token = token
        self.account = account
        self.forum = forum
    }
}
