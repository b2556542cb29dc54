import Glibc

/// A serial executor that owns one thread, so that a blocking libpq call never holds a thread of the cooperative pool.
final class ThreadExecutor: SerialExecutor {
    private let queue: WorkQueue

    /// Starts the thread. Throws when the system refuses a thread.
    init() throws(PostgresError) {
        queue = WorkQueue()
        queue.executor = self
        guard queue.start() else {
            throw PostgresError(.connectFailed, "the system refused to start a thread for a connection")
        }
    }

    deinit {
        queue.push(.stop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.push(.job(UnownedJob(job)))
    }

    /// Runs `work` on the thread after everything that was enqueued before it.
    func enqueue(_ work: @escaping @Sendable () -> Void) {
        queue.push(.work(work))
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}

/// What the thread waits on. It outlives the executor until the thread has seen `stop`.
private final class WorkQueue: @unchecked Sendable {
    enum Item {
        case job(UnownedJob)
        case work(@Sendable () -> Void)
        case stop
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item] = []
    weak var executor: ThreadExecutor?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func push(_ item: Item) {
        pthread_mutex_lock(mutex)
        items.append(item)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    private func takeAll() -> [Item] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while items.isEmpty { pthread_cond_wait(condition, mutex) }
        defer { items.removeAll(keepingCapacity: true) }
        return items
    }

    func start() -> Bool {
        DetachedThread.start { self.run() }
    }

    private func run() {
        while true {
            for item in takeAll() {
                switch item {
                case .stop: return
                case .work(let work): work()
                case .job(let job):
                    // A job keeps its actor alive, and the actor its executor: it is still there.
                    guard let executor else { continue }
                    job.runSynchronously(on: executor.asUnownedSerialExecutor())
                }
            }
        }
    }
}
