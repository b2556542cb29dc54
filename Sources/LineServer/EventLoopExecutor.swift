import NIOCore
import Synchronization

/// Runs the tasks of one connection on its thread: a line is read there, answered and written without a change of thread, which costs more than
/// most answers do. Whatever computes for long runs elsewhere. On a thread the accounts take turns (``LoopTurns``).
final class EventLoopExecutor: TaskExecutor {
    private let turns: LoopTurns
    private let lane: Mutex<String>

    /// - Parameter lane: with whom the connection shares its turns.
    init(_ turns: LoopTurns, lane: String) {
        self.turns = turns
        self.lane = Mutex(lane)
    }

    /// From now on the connection shares its turns with others.
    func change(to lane: String) { self.lane.withLock { $0 = lane } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        turns.enqueue({ job.runSynchronously(on: self.asUnownedTaskExecutor()) }, in: lane.withLock { $0 })
    }
}
