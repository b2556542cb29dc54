import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#endif

/// Threads for what computes for long: reading much, making pages. So neither a connection waits to be read for it, nor a batch of writes to be
/// decided, which run on threads of their own; the system shares the processor among all of them.
package final class ReadingThreads: TaskExecutor {
    /// Those of this process, one for each processor.
    package static let shared = ReadingThreads()
    /// Those for whoever asks for much at once: the system prefers every other thread to them where the processor is wanted by both.
    package static let patient = ReadingThreads(niceness: 10)

    private let pool = NIOThreadPool(numberOfThreads: System.coreCount)
    /// How much nicer than the process its threads are.
    private let niceness: Int32
    private let lowered = ThreadSpecificVariable<Lowered>()

    /// Says of a thread that it is as nice as it should be.
    private final class Lowered: Sendable {}

    private init(niceness: Int32 = 0) {
        self.niceness = niceness
        pool.start()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { [self] _ in
            if niceness > 0, lowered.currentValue == nil { lower() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Makes the calling thread nicer than the process is.
    private func lower() {
        lowered.currentValue = Lowered()
        #if canImport(Glibc)
            // On Linux this is of the thread alone, although POSIX has it be of the process.
            _ = nice(niceness)
        #endif
    }
}
