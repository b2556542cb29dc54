package import Postgres
import ProposalService
import Synchronization

/// The record on PostgreSQL: the events, their projection for lists and searches, and what stands beside them.
package final class PostgresStore: RecordStore {
    let pool: PostgresPool
    let options: StoreOptions
    let clock: any Clock<Duration>
    /// A number from 0 to 1 left to chance, for pauses.
    let chance: @Sendable () -> Double
    let notifier: CommitNotifier
    private let configuration: PostgresConfiguration
    private let listeners = Mutex(Listeners())
    /// Whether nothing is tried again that was not written at once.
    let isHurried = Atomic(false)

    private struct Listeners {
        var tasks: [Int: Task<Void, Never>] = [:]
        var last = 0
        var isClosed = false
    }

    /// Connects to nothing yet: the first use does. The database must have been brought to its schema before (``Migrator``).
    package init(
        _ configuration: PostgresConfiguration, options: StoreOptions = StoreOptions(),
        clock: any Clock<Duration> = ContinuousClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.configuration = Self.settings(configuration, options)
        self.options = options
        self.clock = clock
        self.chance = chance
        var poolOptions = PostgresPool.Options()
        poolOptions.maximumConnections = options.connections
        poolOptions.acquireTimeout = options.acquireTimeout
        poolOptions.backoff = options.reconnect
        pool = PostgresPool(self.configuration, options: poolOptions, clock: clock)
        notifier = CommitNotifier(self.configuration, clock: clock)
    }

    /// The same by a conninfo as libpq reads it.
    package convenience init(conninfo: String, options: StoreOptions = StoreOptions()) {
        self.init(PostgresConfiguration(conninfo: conninfo), options: options)
    }

    private static func settings(
        _ configuration: PostgresConfiguration, _ options: StoreOptions
    ) -> PostgresConfiguration {
        var settings = configuration
        settings.lockTimeout = options.lockTimeout
        settings.idleInTransactionTimeout = options.idleInTransactionTimeout
        if let role = options.role { settings.setup.append("SET ROLE \(Conninfo.identifier(role))") }
        // Every statement looks rows up by an index. A plan that is kept from when a table was small must not read the whole
        // of it when it is large.
        for method in ["seqscan", "hashjoin", "mergejoin", "material"] {
            settings.setup.append("SET enable_\(method) = off")
        }
        settings.setup.append("SET jit = off")
        // A page of a list is read in its order: workers to share it take longer to start than all of it.
        settings.setup.append("SET max_parallel_workers_per_gather = 0")
        // A plan for these values alone would be made at each execution, and be the same one.
        settings.setup.append("SET plan_cache_mode = force_generic_plan")
        return settings
    }

    package func wakeups() -> AsyncStream<String> {
        let events = PostgresListener(configuration, channels: [CommitNotifier.channel], clock: clock).events()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1024)) { continuation in
            let task = Task {
                for await event in events {
                    switch event {
                    case .notification(let notification): continuation.yield(notification.payload)
                    case .listening:
                        // Whatever was sent while nobody listened is lost, so every forum may have grown.
                        for row in (try? await forums()) ?? [] { continuation.yield(row.forum) }
                    case .disconnected: break
                    }
                }
                continuation.finish()
            }
            let number = listeners.withLock { listeners in
                listeners.last += 1
                listeners.tasks[listeners.last] = task
                if listeners.isClosed { task.cancel() }
                return listeners.last
            }
            continuation.onTermination = { [weak self] _ in
                task.cancel()
                self?.listeners.withLock { _ = $0.tasks.removeValue(forKey: number) }
            }
        }
    }

    /// From now on a batch that others are in the way of is given up at once, and neither a commit nor what became of it is waited for long:
    /// the server stops, and nobody waits for the answer any more.
    package func hurry() { isHurried.store(true, ordering: .releasing) }

    /// How long the fate of a commit is looked for, and as long again whether the standbys have it; shorter once the server stops, for what
    /// is under way then as well.
    var resolveTimeout: Duration { hurried(options.resolveTimeout) }

    /// The same of a trip that commits.
    var commitTimeout: Duration { hurried(options.commitTimeout) }

    private func hurried(_ timeout: Duration) -> Duration {
        isHurried.load(ordering: .acquiring) ? min(timeout, options.hurriedResolveTimeout) : timeout
    }

    package func close() async {
        let tasks = listeners.withLock { listeners in
            listeners.isClosed = true
            return Array(listeners.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        await pool.close()
        await notifier.close()
    }
}
