import Postgres
import PostgresStore
import TestSupport

/// Lends a connection to a database that all tests of this target share.
@discardableResult
func withConnection<Value>(
    role: EmbeddedCluster.Role = .owner, lockTimeout: Duration? = nil, idleTimeout: Duration? = nil,
    _ body: (PostgresConnection) async throws -> Value
) async throws -> Value {
    var configuration = try await SharedDatabase.task.value.configuration(role: role)
    if let lockTimeout { configuration.lockTimeout = lockTimeout }
    if let idleTimeout { configuration.idleInTransactionTimeout = idleTimeout }
    let connection = try await PostgresConnection.connect(configuration)
    do {
        let value = try await body(connection)
        await connection.close()
        return value
    } catch {
        await connection.close()
        throw error
    }
}

enum SharedDatabase {
    static let task = Task { try await TestDatabase.create() }
}
