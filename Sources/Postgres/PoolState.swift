import DequeModule

/// Who holds what in a pool: a machine without locks, tasks or connections of its own. `Waiter` is whatever the runner resumes.
///
/// A slot is the right to have one connection. Slots never exceed `limit`; whoever waited longest gets the next one.
struct PoolState<Connection, Waiter> {
    /// What a waiter is given.
    enum Grant {
        case connection(Connection)
        /// A slot without a connection: the receiver makes one.
        case slot
    }

    private let limit: Int
    private var idle: [Connection] = []
    private var waiting: Deque<(id: UInt64, waiter: Waiter)> = []
    /// Slots held by callers, with a connection or making one.
    private(set) var leased = 0
    private(set) var isClosed = false
    private var closers: [Waiter] = []

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    var idleCount: Int { idle.count }
    var waitingCount: Int { waiting.count }

    enum AcquireAction {
        case proceed(Grant)
        case wait
        case refuse
    }

    /// A caller asked for a connection without being ready to wait.
    mutating func requested() -> AcquireAction {
        if isClosed { return .refuse }
        guard waiting.isEmpty else { return .wait }
        if let connection = idle.popLast() {
            leased += 1
            return .proceed(.connection(connection))
        }
        guard leased < limit else { return .wait }
        leased += 1
        return .proceed(.slot)
    }

    enum QueueAction {
        case proceed(Grant)
        case queued
        case refuse
    }

    /// A caller is ready to wait under `id`; what it needs may have become free meanwhile.
    mutating func queued(_ id: UInt64, _ waiter: Waiter) -> QueueAction {
        switch requested() {
        case .proceed(let grant): return .proceed(grant)
        case .refuse: return .refuse
        case .wait:
            waiting.append((id, waiter))
            return .queued
        }
    }

    /// A waiter gives up; nil when it was served already.
    mutating func gaveUp(_ id: UInt64) -> Waiter? {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return nil }
        return waiting.remove(at: index).waiter
    }

    enum ReleaseAction {
        case resume(Waiter, Grant)
        case keep
        /// Nobody wants it any more; the waiters are those of `close`, when it was the last.
        case discard(Connection?, drained: [Waiter])
    }

    /// A caller gives back its slot, with a connection that is fit for the next one or without.
    mutating func released(_ connection: Connection?) -> ReleaseAction {
        if isClosed {
            leased -= 1
            guard leased == 0 else { return .discard(connection, drained: []) }
            defer { closers = [] }
            return .discard(connection, drained: closers)
        }
        if !waiting.isEmpty {
            // The slot passes on as it is, so nobody can overtake.
            return .resume(waiting.removeFirst().waiter, connection.map { .connection($0) } ?? .slot)
        }
        leased -= 1
        if let connection { idle.append(connection) }
        return .keep
    }

    struct CloseAction {
        var refuse: [Waiter]
        var discard: [Connection]
    }

    /// No more leases: waiters are refused, idle connections discarded.
    mutating func closed() -> CloseAction {
        isClosed = true
        defer {
            waiting = []
            idle = []
        }
        return CloseAction(refuse: waiting.map(\.waiter), discard: idle)
    }

    /// A caller wants to know when the last lease is back; false when that is now.
    mutating func awaitsDrain(_ waiter: Waiter) -> Bool {
        guard leased > 0 else { return false }
        closers.append(waiter)
        return true
    }
}
