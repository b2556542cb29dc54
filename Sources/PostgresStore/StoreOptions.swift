package import Postgres

/// How a store works with its database.
package struct StoreOptions: Sendable {
    /// Connections for reading and writing; notifications use one or two more.
    package var connections = 8
    /// How long a batch waits for a row that another one holds before it starts over.
    package var lockTimeout = Duration.seconds(5)
    /// After how long the database ends a transaction whose server has fallen silent between its two trips, which deciding takes milliseconds
    /// of: so long nobody else gets its locks.
    package var idleInTransactionTimeout = Duration.seconds(5)
    /// How long one trip to the database may take in all.
    package var tripTimeout = Duration.seconds(60)
    /// The same of a trip that commits, with the wait for the standbys: after it the commit's fate is looked for.
    package var commitTimeout = Duration.seconds(60)
    /// The same of a trip that stores acts which were refused: it is tried again with the next interval.
    package var refusalTimeout = Duration.seconds(5)
    /// How long a task waits for a connection of its own.
    package var acquireTimeout = Duration.seconds(30)
    /// How often a batch is tried in all when others get in its way.
    package var attempts = 8
    /// The pause before a batch is tried again, longer each time, a share of it left to chance.
    package var pause = Backoff(
        initial: .milliseconds(5), factor: 2, maximum: .milliseconds(500), jitter: 0.8, attempts: nil)
    /// How long the fate of a commit whose answer was lost is looked for, and how often; as long again for whether the standbys have it.
    package var resolveTimeout = Duration.seconds(30)
    package var resolveInterval = Duration.milliseconds(50)
    /// The most of either, and of a trip that commits, once the server stops.
    package var hurriedResolveTimeout = Duration.seconds(5)
    /// How to go on when the server cannot be reached.
    package var reconnect = Backoff()
    /// The role that every session takes; nil keeps the one that logged in.
    package var role: String? = StoreRole.app

    package init() {}
}
