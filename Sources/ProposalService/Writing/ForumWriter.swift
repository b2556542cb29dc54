import Synchronization

/// The writer of one forum: while a batch is being committed the next one gathers, and where enough waits that touches other proposals, it is
/// decided meanwhile. No timer, no artificial delay.
final class ForumWriter: Sendable {
    /// Writes a batch; says when it is decided and goes to the database.
    typealias Write = @Sendable (_ batch: [PendingWrite], _ committing: @escaping @Sendable () -> Void) async -> Void

    private struct State {
        var queue: BatchQueue
        var isClosed = false
        var idle: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let write: Write

    /// - Parameter needs: what a write needs, as far as the registry is known.
    init(
        _ configuration: ServiceConfiguration, needs: @escaping @Sendable (PendingWrite) -> WriteNeeds,
        write: @escaping Write
    ) {
        state = Mutex(State(queue: BatchQueue(configuration, needs: needs)))
        self.write = write
    }

    enum Admission { case taken, full, accountFull, closed }

    /// Takes a write in order; starts writing where nobody does.
    func enqueue(_ pending: PendingWrite) -> Admission {
        let (admission, batch) = state.withLock { state -> (Admission, BatchQueue.Batch?) in
            guard !state.isClosed else { return (.closed, nil) }
            let admission = state.queue.take(pending)
            return (admission, state.queue.nextOnArrival())
        }
        if let batch { begin(batch) }
        return admission
    }

    /// How many writes wait, and how many bytes they are.
    var waiting: (writes: Int, bytes: Int) { state.withLock { ($0.queue.waitingCount, $0.queue.waitingBytes) } }

    /// Takes no more; returns when what was taken is answered.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state -> Bool in
                state.isClosed = true
                if !state.queue.isIdle { state.idle.append(continuation) }
                return state.queue.isIdle
            }
            if isIdle { continuation.resume() }
        }
    }

    private func begin(_ batch: BatchQueue.Batch) {
        Task {
            var batch = batch
            while true {
                await write(batch.writes) { [self, batch] in
                    let beside = state.withLock { state in
                        state.queue.isCommitting(batch)
                        return state.queue.next()
                    }
                    if let beside { begin(beside) }
                }
                guard let next = next(after: batch) else { return }
                batch = next
            }
        }
    }

    /// The batch after one that ended; whoever waits for the writer to rest goes on where nothing is under way.
    private func next(after batch: BatchQueue.Batch) -> BatchQueue.Batch? {
        let (next, idle) = state.withLock { state -> (BatchQueue.Batch?, [CheckedContinuation<Void, Never>]) in
            state.queue.ended(batch)
            let next = state.queue.next()
            guard state.queue.isIdle else { return (next, []) }
            defer { state.idle = [] }
            return (nil, state.idle)
        }
        for continuation in idle { continuation.resume() }
        return next
    }
}
