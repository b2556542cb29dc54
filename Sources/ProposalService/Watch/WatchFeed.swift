import DequeModule
import Proposals
import Synchronization

/// The newest part of a forum's record, read once for all who watch the forum and kept for as long as somebody does.
///
/// It is a memory before the database, never another source: whoever is behind it, or finds that it could not read, reads the database.
/// It reads when it was woken and somebody waits, one look after the other. Watchers that do not read cost nothing here.
final class WatchFeed: Sendable {
    /// How a watcher goes on from its place.
    enum Part: Sendable {
        /// What comes next, perhaps nothing, and by which look it is judged.
        case held([FeedEntry], FeedLook)
        /// What comes next is not here. What stands before `end` was recorded before this was answered.
        case unheld(end: Int64?, look: Int)
        /// The service ends.
        case finished
        /// The watcher's task was cancelled while it waited.
        case left
    }

    /// Each says what may follow it.
    fileprivate enum Phase {
        /// The next look begins when it was woken and somebody waits.
        case idle
        /// Who asks now waits for the end of this look.
        case looking
        /// Many were given what a look brought: what comes meanwhile is gathered.
        case resting
    }

    /// Entries that one answer holds, at most.
    static let page = 256

    fileprivate struct Waiter {
        let position: Int64
        let seen: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    fileprivate struct State {
        var phase = Phase.idle
        var entries: Deque<FeedEntry> = []
        var bytes = 0
        /// The position that the next entry will have; nil until a look has told.
        var end: Int64?
        /// Looks so far, and the last one of them that had something to tell.
        var looks = 0
        var told = 0
        /// What the last one brought; nil where it failed.
        var look: FeedLook?
        /// Whether something may have changed since the last look began.
        var isWoken = true
        var isFinished = false
        var lastWaiter: UInt64 = 0
        var waiting: [UInt64: Waiter] = [:]
        /// Watchers that are not shown everything.
        var partial = 0
    }

    private let state = Mutex(State())
    private let reader: FeedReader
    /// How long what comes is gathered, for each watcher that was just given something.
    private let gathering: Duration
    /// What is held, at most: as many bytes as entries say that they take.
    private let mostBytes: Int
    private let pump = Mutex<Task<Void, Never>?>(nil)

    init(_ reader: FeedReader, _ wakeups: AsyncStream<Void>, _ configuration: ServiceConfiguration) {
        self.reader = reader
        gathering = configuration.watchGathering
        mostBytes = configuration.watchMemory
        let task = Task { [weak self] in
            for await _ in wakeups { self?.wake() }
            self?.finish()
        }
        pump.withLock { $0 = task }
    }

    deinit { pump.withLock { $0?.cancel() } }

    /// How often it has read.
    var looks: Int { state.withLock { $0.looks } }
    /// The positions that it holds.
    var held: Range<Int64>? {
        state.withLock { state in state.end.map { $0 - Int64(state.entries.count)..<$0 } }
    }
    /// How many wait for what comes next, while nothing is known to come.
    var waitingCount: Int? {
        state.withLock { state in
            guard case .idle = state.phase, !state.isWoken else { return nil }
            return state.waiting.count
        }
    }

    /// Says that the record may have grown, or what its readers are judged by changed.
    func wake() {
        let begins = state.withLock { state in
            state.isWoken = true
            return state.begins()
        }
        if begins { start() }
    }

    /// Counts a watcher that is not shown everything, or one less.
    func count(partial: Int) { state.withLock { $0.partial += partial } }

    /// What a watcher is shown after a position; waits where that is yet to come. Where nothing came, each look that had anything to tell is
    /// answered once, so that the watcher judges by it whether it may go on.
    ///
    /// - Parameter seen: the number (``FeedLook/told``) that this watcher was answered with last.
    func part(after position: Int64, seen: Int) async -> Part {
        var isFresh = false
        while true {
            if Task.isCancelled { return .left }
            if let part = state.withLock({ $0.part(after: position, seen: seen, isFresh: isFresh) }) { return part }
            guard await waitForLook(position, seen) else { return .left }
            isFresh = true
        }
    }

    /// Waits for the end of a look that may not have begun yet; false where the task is cancelled.
    private func waitForLook(_ position: Int64, _ seen: Int) async -> Bool {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, begins) = state.withLock { state -> (Bool?, begins: Bool) in
                    guard !Task.isCancelled else { return (false, false) }
                    // A look may have ended since it was asked for.
                    guard state.part(after: position, seen: seen, isFresh: false) == nil else { return (true, false) }
                    state.waiting[id] = Waiter(position: position, seen: seen, continuation: continuation)
                    return (nil, state.begins())
                }
                if let answer { continuation.resume(returning: answer) }
                if begins { start() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
    }

    /// Forgets what it holds: the database does not hold it any more, or another thing.
    func forget() {
        state.withLock { state in
            state.forget()
            state.isWoken = true
        }
    }

    /// The service ends: who waits reads what is left, and ends.
    private func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            return state.takeServed()
        }
        for continuation in waiting { continuation.resume(returning: true) }
    }

    // MARK: looking

    private func start() {
        Task { await lookAndRest() }
    }

    /// Looks, and again while somebody waits for what came meanwhile. A lone event waits for nothing; where many watch, and commits come
    /// one upon the other, what comes is gathered while the watchers are busy with what they were given.
    private func lookAndRest() async {
        repeat {
            let given = await look()
            let rest = min(gathering * given, .milliseconds(50))
            guard rest >= .milliseconds(1) else { continue }
            state.withLock { $0.phase = .resting }
            try? await Task.sleep(for: rest)
        } while goesOn()
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            state.phase = .idle
            return state.begins()
        }
    }

    /// One look. Answers how many it was given to.
    private func look() async -> Int {
        let (end, last, number, isPartial) = state.withLock { state in
            (state.end, state.entries.last?.stored.leafHash, state.looks + 1, state.partial > 0)
        }
        // What went wrong each watcher finds out by itself, at its own place.
        let page = try? await reader.page(from: end, last: last, look: number, judgingEach: isPartial)
        let waiting = state.withLock { state in
            state.looks = number
            // A memory that was dropped meanwhile is not filled from where it ended.
            if let page, end == state.end { state.take(page, mostBytes) } else { state.fail() }
            return state.takeServed()
        }
        for continuation in waiting { continuation.resume(returning: true) }
        return waiting.count
    }
}

extension WatchFeed.State {
    /// Whether a look begins now; then it has begun.
    fileprivate mutating func begins() -> Bool {
        guard case .idle = phase, isWoken, !waiting.isEmpty, !isFinished else { return false }
        isWoken = false
        phase = .looking
        return true
    }

    /// How a watcher goes on; nil where it waits for a look.
    ///
    /// - Parameter isFresh: whether a look has ended since the watcher asked.
    fileprivate func part(after position: Int64, seen: Int, isFresh: Bool) -> WatchFeed.Part? {
        if isFinished { return .finished }
        if !isFresh {
            switch phase {
            case .looking: return nil
            // What is held may be older than what woke it: a login that was revoked, a value that was erased.
            case .idle: if isWoken { return nil }
            // What is held was just read.
            case .resting: break
            }
        }
        guard let end, let look else { return seen < told ? .unheld(end: nil, look: told) : nil }
        guard position + 1 < end else { return seen < told ? .held([], look) : nil }
        let place = Int64(entries.count) - (end - position - 1)
        guard place >= 0 else { return .unheld(end: end, look: told) }
        return .held(Array(entries[Int(place)...].prefix(WatchFeed.page)), look)
    }

    /// Those whose wait is over.
    fileprivate mutating func takeServed() -> [CheckedContinuation<Bool, Never>] {
        let served = waiting.filter { part(after: $1.position, seen: $1.seen, isFresh: true) != nil }
        for id in served.keys { waiting[id] = nil }
        return served.values.map(\.continuation)
    }

    fileprivate mutating func take(_ page: FeedPage, _ mostBytes: Int) {
        let tells = !page.entries.isEmpty || look.map { page.tells(after: $0) } ?? true
        if tells { told = looks }
        look = FeedLook(number: looks, told: told, toldAt: tells ? page.context.now : look?.toldAt, page.context)
        end = page.start + Int64(page.entries.count)
        for entry in page.entries {
            entries.append(entry)
            bytes += entry.size
        }
        while bytes > mostBytes, entries.count > 1, let first = entries.popFirst() { bytes -= first.size }
        if page.isCut { isWoken = true }
    }

    /// Nothing was brought: each watcher reads for itself.
    fileprivate mutating func fail() {
        forget()
        told = looks
    }

    fileprivate mutating func forget() {
        entries = []
        bytes = 0
        end = nil
        look = nil
    }
}
