import DequeModule
import Synchronization

/// The queue of one forum: while one batch is being written the next one gathers. No timer, no artificial delay.
final class ForumWriter: Sendable {
    private struct State {
        var waiting: Deque<PendingWrite> = []
        /// Bytes that wait, and those of each account among them.
        var bytes = 0
        var bytesOfAccounts: [String: Int] = [:]
        var isWriting = false
        var isClosed = false
        var idle: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let configuration: ServiceConfiguration
    private let write: @Sendable ([PendingWrite]) async -> Void

    init(_ configuration: ServiceConfiguration, write: @escaping @Sendable ([PendingWrite]) async -> Void) {
        self.configuration = configuration
        self.write = write
    }

    enum Admission { case taken, full, accountFull, closed }

    /// Takes a write in order; starts writing where nobody does.
    func enqueue(_ pending: PendingWrite) -> Admission {
        let (admission, starts) = state.withLock { state -> (Admission, Bool) in
            guard !state.isClosed else { return (.closed, false) }
            guard state.waiting.count < configuration.queueCommands else { return (.full, false) }
            let size = pending.size
            // A queue that is empty takes whatever a line can carry.
            guard state.bytes + size <= configuration.queueBytes || state.bytes == 0 else { return (.full, false) }
            let own = state.bytesOfAccounts[pending.caller.account] ?? 0
            guard own + size <= configuration.accountQueueBytes || own == 0 else { return (.accountFull, false) }
            state.bytes += size
            state.bytesOfAccounts[pending.caller.account] = own + size
            state.waiting.append(pending)
            defer { state.isWriting = true }
            return (.taken, !state.isWriting)
        }
        if starts { Task { await drain() } }
        return admission
    }

    /// Takes no more; returns when what was taken is answered.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state -> Bool in
                state.isClosed = true
                if state.isWriting { state.idle.append(continuation) }
                return !state.isWriting
            }
            if isIdle { continuation.resume() }
        }
    }

    private func drain() async {
        while let batch = nextBatch() { await write(batch) }
    }

    /// The next writes up to the limits of a batch; nil, and the writer rests, where nothing waits.
    private func nextBatch() -> [PendingWrite]? {
        let (batch, idle) = state.withLock { state -> ([PendingWrite]?, [CheckedContinuation<Void, Never>]) in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                defer { state.idle = [] }
                return (nil, state.idle)
            }
            var bytes = 0
            var count = 0
            for pending in state.waiting.prefix(configuration.batchCommands) {
                bytes += pending.weight
                if count > 0, bytes > configuration.batchBytes { break }
                count += 1
            }
            let batch = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            for pending in batch {
                state.bytes -= pending.size
                let left = (state.bytesOfAccounts[pending.caller.account] ?? 0) - pending.size
                state.bytesOfAccounts[pending.caller.account] = left > 0 ? left : nil
            }
            return (batch, [])
        }
        for continuation in idle { continuation.resume() }
        return batch
    }
}
