import NIOCore
import Synchronization

/// The jobs of all connections on one event loop. Their accounts take turns, and after so many jobs the loop looks at its sockets: by itself it
/// runs jobs in the order in which they came, for as long as jobs enqueue more, and reads nothing meanwhile. So one account's flood of requests
/// keeps the request of another neither from going on nor for ever from being read.
final class LoopTurns: Sendable {
    typealias Job = @Sendable () -> Void

    /// How many jobs run before the loop looks at its sockets: some milliseconds of them. A look costs more than a job, for the loop has to
    /// sleep a moment before it.
    static let jobsAtATime = 256
    /// How long it then waits for them at most. It has to be long enough that the loop does not find the next job due before it looks.
    private static let look = TimeAmount.microseconds(20)

    private struct State {
        var waiting = Lanes<Job>()
        /// Whether the loop was told that there are jobs.
        var isDue = false
    }

    private let state = Mutex(State())
    /// Has the loop do something, at once or after a look at its sockets.
    private let execute: @Sendable (@escaping Job) -> Void
    private let executeAfterLook: @Sendable (@escaping Job) -> Void

    init(
        execute: @escaping @Sendable (@escaping Job) -> Void,
        executeAfterLook: @escaping @Sendable (@escaping Job) -> Void
    ) {
        self.execute = execute
        self.executeAfterLook = executeAfterLook
    }

    convenience init(_ loop: any EventLoop) {
        self.init(execute: { loop.execute($0) }, executeAfterLook: { loop.scheduleTask(in: LoopTurns.look, $0) })
    }

    /// Has a job run on the loop when its lane has its turn.
    func enqueue(_ job: @escaping Job, in lane: String) {
        let begins = state.withLock { state in
            state.waiting.append(job, to: lane)
            defer { state.isDue = true }
            return !state.isDue
        }
        if begins { execute { self.run() } }
    }

    private func run() {
        for _ in 0..<LoopTurns.jobsAtATime {
            guard let job = next() else { return }
            job()
        }
        executeAfterLook { self.run() }
    }

    /// The job that has its turn; where there is none, the next that comes tells the loop.
    private func next() -> Job? {
        state.withLock { state in
            let job = state.waiting.next()
            if job == nil { state.isDue = false }
            return job
        }
    }
}

/// The turns on each event loop of a server.
final class LoopsTurns: Sendable {
    private let loops = Mutex<[ObjectIdentifier: LoopTurns]>([:])

    func turns(on loop: any EventLoop) -> LoopTurns {
        loops.withLock { loops in
            if let turns = loops[ObjectIdentifier(loop)] { return turns }
            let turns = LoopTurns(loop)
            loops[ObjectIdentifier(loop)] = turns
            return turns
        }
    }
}
