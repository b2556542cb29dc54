import Postgres
import Synchronization

/// A connection out of the pool. It goes back once, whatever becomes of who holds it: the pool rolls back what is open on it.
final class ConnectionLease: Sendable {
    let connection: PostgresConnection
    private let pool: PostgresPool
    private let isOut = Atomic(true)

    /// Waits for a connection.
    init(from pool: PostgresPool) async throws(PostgresError) {
        connection = try await pool.acquire()
        self.pool = pool
    }

    /// Gives the connection back; a second time does nothing.
    func giveBack() async {
        guard isOut.exchange(false, ordering: .acquiringAndReleasing) else { return }
        await pool.release(connection)
    }

    deinit {
        guard isOut.load(ordering: .acquiring) else { return }
        Task { [pool, connection] in await pool.release(connection) }
    }
}
