package import Lifecycle
package import Record

/// The part of the port that an audit reads: rows as they are stored, nothing of them believed.
package protocol AuditStore: Sendable {
    /// How far the record, its checkpoints and its proposals go, at one moment.
    func auditBounds(forum: String) async throws(StoreError) -> AuditBounds

    /// Rows of events after a position, in their order, at most so many.
    func auditEvents(forum: String, after position: Int64, limit: Int) async throws(StoreError) -> [AuditedEvent]

    /// Every stored tile of a level whose index lies in a range, of each width.
    func auditTiles(
        forum: String, level: Int, indexes: ClosedRange<Int64>
    ) async throws(StoreError) -> [(tile: Tile, hashes: [UInt8])]

    /// Published checkpoints of sizes above one and up to another, in the order of their sizes.
    func auditCheckpoints(
        forum: String, above size: Int64, upTo last: Int64
    ) async throws(StoreError) -> [(size: Int64, note: [UInt8])]

    /// Rows of proposals after a ref with their events, and the registry's events after a version, all at one moment.
    func auditProposals(
        forum: String, after ref: String?, limit: Int, registryVersion: Int
    ) async throws(StoreError) -> AuditedPage

    /// What stands in the tables of a forum besides its events and proposals, at one moment.
    func auditRegistry(forum: String, registryVersion: Int) async throws(StoreError) -> AuditedRegistry
}

/// How far a record goes.
package struct AuditBounds: Sendable, Hashable {
    /// The position that the head row says the next event takes; nil where there is no such forum.
    package var length: Int64?
    /// The size of the largest checkpoint; 0 where there is none.
    package var signedSize: Int64
    package var proposals: Int64

    package init(length: Int64?, signedSize: Int64, proposals: Int64) {
        self.length = length
        self.signedSize = signedSize
        self.proposals = proposals
    }
}

/// A row of the events as it is stored.
package struct AuditedEvent: Sendable {
    package var position: Int64
    package var stream: String
    package var version: Int64
    package var kind: String
    package var from: String?
    package var to: String?
    package var lifecycle: [UInt8]?
    package var recordedAt: Instant
    package var account: String
    package var bytes: [UInt8]
    package var digest: [UInt8]
    package var leafHash: [UInt8]
    /// Whether the tables have a row for its stream.
    package var hasRow: Bool

    package init(
        position: Int64, stream: String, version: Int64, kind: String, from: String?, to: String?, lifecycle: [UInt8]?,
        recordedAt: Instant, account: String, bytes: [UInt8], digest: [UInt8], leafHash: [UInt8], hasRow: Bool
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.kind = kind
        self.from = from
        self.to = to
        self.lifecycle = lifecycle
        self.recordedAt = recordedAt
        self.account = account
        self.bytes = bytes
        self.digest = digest
        self.leafHash = leafHash
        self.hasRow = hasRow
    }
}

/// Proposals as the tables tell of them, each with its events.
package struct AuditedPage: Sendable {
    package var proposals: [AuditedProposal]
    /// The registry's events after the version asked for.
    package var registry: [AuditedEvent]

    package init(proposals: [AuditedProposal], registry: [AuditedEvent]) {
        self.proposals = proposals
        self.registry = registry
    }
}

/// One proposal as the tables tell of it.
package struct AuditedProposal: Sendable {
    package var ref: String
    /// Nil where what is stored cannot be read as a row.
    package var row: ProposalRow?
    /// What is wrong with the row by itself; nil where nothing is.
    package var fault: String?
    package var events: [AuditedEvent]

    package init(ref: String, row: ProposalRow?, fault: String?, events: [AuditedEvent]) {
        self.ref = ref
        self.row = row
        self.fault = fault
        self.events = events
    }
}

/// What stands in the tables of a forum besides its events and proposals.
package struct AuditedRegistry: Sendable {
    /// The registry's events after the version asked for.
    package var events: [AuditedEvent]
    /// The forum's own row; nil where there is none.
    package var row: RegistryRow?
    package var lifecycles: [AuditedLifecycle]
    package var tokens: [TokenRow]
    /// Tokens whose name is not made from their hash.
    package var misnamedTokens: [String]
    package var years: [AuditedYear]

    package init(
        events: [AuditedEvent], row: RegistryRow?, lifecycles: [AuditedLifecycle], tokens: [TokenRow],
        misnamedTokens: [String], years: [AuditedYear]
    ) {
        self.events = events
        self.row = row
        self.lifecycles = lifecycles
        self.tokens = tokens
        self.misnamedTokens = misnamedTokens
        self.years = years
    }
}

/// A lifecycle that the tables say the forum has loaded.
package struct AuditedLifecycle: Sendable {
    /// As hex.
    package var digest: String
    package var id: String
    package var version: Int
    package var definition: [UInt8]
    package var initial: String
    package var states: [String]
    package var final: [String]
    /// `transition from to`, the last empty for an undo; sorted.
    package var edges: [String]

    package init(
        digest: String, id: String, version: Int, definition: [UInt8], initial: String, states: [String],
        final: [String], edges: [String]
    ) {
        self.digest = digest
        self.id = id
        self.version = version
        self.definition = definition
        self.initial = initial
        self.states = states
        self.final = final
        self.edges = edges
    }
}

/// The numbers of one year's refs: the last given out, how many proposals there are, and the largest number among them.
package struct AuditedYear: Sendable, Hashable {
    package var year: Int
    package var lastNumber: Int
    package var proposals: Int
    package var largest: Int

    package init(year: Int, lastNumber: Int, proposals: Int, largest: Int) {
        self.year = year
        self.lastNumber = lastNumber
        self.proposals = proposals
        self.largest = largest
    }
}
