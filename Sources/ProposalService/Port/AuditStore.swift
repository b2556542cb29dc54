package import Record

/// The part of the port that an audit reads: rows as they are stored, nothing of them believed.
package protocol AuditStore: Sendable {
    /// How far the record and what stands beside it go, at one moment.
    func auditBounds(forum: String) async throws(StoreError) -> AuditBounds

    /// Rows of events after a position, in their order, at most so many.
    func auditEvents(forum: String, after position: Int64, limit: Int) async throws(StoreError) -> [AuditedEvent]

    /// Rows of the events of one stream after a version, in their order, at most so many.
    func auditStream(
        forum: String, stream: String, after version: Int64, limit: Int
    ) async throws(StoreError) -> [AuditedEvent]

    /// Rows of the events in spans of positions, and of those that stand in these versions of streams. One that is not there is left out.
    func auditEvents(
        forum: String, spans: [ClosedRange<Int64>], versions: [(stream: String, version: Int64)]
    ) async throws(StoreError) -> [AuditedEvent]

    /// Every stored tile of a level whose index lies in a range, of each width.
    func auditTiles(
        forum: String, level: Int, indexes: ClosedRange<Int64>
    ) async throws(StoreError) -> [(tile: Tile, hashes: [UInt8])]

    /// Published checkpoints of sizes above one and up to another, in the order of their sizes.
    func auditCheckpoints(
        forum: String, above size: Int64, upTo last: Int64
    ) async throws(StoreError) -> [(size: Int64, note: [UInt8])]

    /// Cosignatures after one, in the order of sizes and keys, at most so many, each with the checkpoint that it belongs to.
    func auditCosignatures(
        forum: String, after place: (size: Int64, key: String), limit: Int
    ) async throws(StoreError) -> [AuditedCosignature]

    /// Checkpoints of epochs that have ended, after one, in the order of epochs and sizes, at most so many.
    func auditPastCheckpoints(
        forum: String, after place: (epoch: Int, size: Int64), limit: Int
    ) async throws(StoreError) -> [AuditedPastCheckpoint]

    /// Rows of proposals after a ref with the first of their events and what stands beside them, and the registry's events after a
    /// version, all at one moment.
    func auditProposals(
        forum: String, after ref: String?, limit: AuditPageLimit, registryVersion: Int
    ) async throws(StoreError) -> AuditedPage

    /// How large the stored documents of these digests are. One that is not there is left out.
    func auditDocumentSizes(_ digests: [String]) async throws(StoreError) -> [String: Int]

    /// Personal values after a commitment, in the order of commitments, at most so many, and the registry's events after a version, at
    /// one moment.
    func auditPersonal(
        forum: String, after commitment: String, limit: Int, registryVersion: Int
    ) async throws(StoreError) -> (values: [AuditedPersonal], registry: [AuditedEvent])

    /// Those of the commitments under which the forum keeps nothing, not even that it was erased.
    func auditLacking(forum: String, _ commitments: [String]) async throws(StoreError) -> Set<String>

    /// Stored documents after a digest, in the order of digests, at most so many.
    func auditDocuments(
        forum: String, after digest: [UInt8], limit: Int
    ) async throws(StoreError) -> [AuditedDocument]

    /// Kept answers after one, in the order of keys and accounts, at most so many.
    func auditAnswers(
        forum: String, after place: (key: String, account: String), limit: Int
    ) async throws(StoreError) -> [AuditedAnswer]

    /// What stands in the tables of a forum besides its events and proposals, at one moment.
    func auditRegistry(forum: String, registryVersion: Int) async throws(StoreError) -> AuditedRegistry
}

/// How much of the proposals is read at once.
package struct AuditPageLimit: Sendable, Hashable {
    /// So many of them.
    package var proposals: Int
    /// With so many events together, the last one's not counted.
    package var events: Int
    /// Of each so many events at most; the rest of a longer history is read on its own.
    package var history: Int

    package init(proposals: Int, events: Int, history: Int) {
        self.proposals = proposals
        self.events = events
        self.history = history
    }
}

/// How far a record and what stands beside it go.
package struct AuditBounds: Sendable, Hashable {
    /// The position that the head row says the next event takes; nil where there is no such forum.
    package var length: Int64?
    /// The position after the last event; 0 where there is none.
    package var end: Int64 = 0
    /// The size of the largest checkpoint; 0 where there is none.
    package var signedSize: Int64 = 0
    /// A stored tile that stands for events that the record does not have.
    package var strayTile: Tile?
    package var proposals: Int64 = 0
    package var cosignatures: Int64 = 0
    /// Checkpoints of epochs that have ended, and the statements with which epochs began.
    package var past: Int64 = 0
    package var personal: Int64 = 0
    /// Stored documents, those of other forums among them.
    package var documents: Int64 = 0
    package var answers: Int64 = 0

    package init(length: Int64?) { self.length = length }
}
