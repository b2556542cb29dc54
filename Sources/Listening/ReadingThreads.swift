import NIOCore
import NIOPosix

/// Threads for what computes for long: reading much, making pages. So neither a connection waits to be read for it, nor a batch of writes to be
/// decided, which run on threads of their own; the system shares the processor among all of them.
package final class ReadingThreads: TaskExecutor {
    /// Those of this process, one for each processor.
    package static let shared = ReadingThreads()

    private let pool = NIOThreadPool(numberOfThreads: System.coreCount)

    private init() { pool.start() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { [self] _ in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
