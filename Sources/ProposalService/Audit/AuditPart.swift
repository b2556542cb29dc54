import Proposals
import Record

/// One thing that an audit compares, page by page.
protocol AuditPart {
    /// The word by which a row of AUDIT names it.
    var stage: String { get }
    /// How many steps it has; what is added while it goes is not counted.
    var total: Int64 { get }
    var done: Int64 { get }
    var isDone: Bool { get }
    /// Where a later audit goes on.
    var place: AuditCursor.Place { get }

    /// Compares the next page.
    /// - Throws: ``AuditFinding`` for the first place that differs.
    mutating func advance(_ scope: inout AuditScope) async throws
}

/// What the parts of one audit share.
struct AuditScope {
    let forum: String
    let store: any RecordStore
    let bounds: AuditBounds
    /// The key that signs the record; nil where nobody does.
    let key: NoteKey?
    /// Whose cosignatures the server takes in.
    let policy: WitnessPolicy
    var registry: RegistryFold
    /// Checkpoints found signed.
    var checkpoints = 0
    /// Cosignatures found good, and those among them that are by nobody of the policy.
    var cosignatures = 0
    var strangers = 0
    /// Documents whose bytes were hashed.
    var documents = 0

    init(
        _ forum: String, _ bounds: AuditBounds, key: NoteKey?, policy: WitnessPolicy, store: any RecordStore
    ) {
        self.forum = forum
        self.bounds = bounds
        self.key = key
        self.policy = policy
        self.store = store
        registry = RegistryFold(forum)
    }

    /// Folds the registry's events as far as they go, a page at a time, so that what is read together with a page of something else is short.
    mutating func catchUp() async throws {
        while true {
            let events = try await store.auditStream(
                forum: forum, stream: Event.registryStream, after: Int64(registry.registry.version),
                limit: AuditScope.page)
            try registry.fold(events)
            guard events.count == AuditScope.page else { return }
        }
    }

    private static let page = 1024
}
