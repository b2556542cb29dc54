import NIOCore

/// Runs tasks on the thread of a connection: a line is read there, answered and written without a change of thread, which costs more than
/// most answers do. Whatever computes for long runs elsewhere.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    /// Leaves the thread to its sockets for once. An event loop runs jobs for as long as jobs enqueue more, and reads nothing meanwhile: a
    /// task that may find work for ever calls this now and then.
    func leave() async { await withTaskExecutorPreference(globalConcurrentExecutor) {} }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
