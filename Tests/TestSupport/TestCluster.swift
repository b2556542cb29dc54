import Postgres
package import PostgresStore

/// One PostgreSQL cluster for all suites of a test process, started by the first that asks. It ends with the process.
package enum TestCluster {
    package static var shared: EmbeddedCluster {
        get async throws { try await starting.value }
    }

    private static let starting = Task {
        var options = EmbeddedCluster.Options()
        options.isDurable = false
        options.settings = ["max_connections": "1500", "max_locks_per_transaction": "128", "autovacuum": "off"]
        return try await EmbeddedCluster.start(dataDirectory: TestRoot.makeDirectory("cluster"), options: options)
    }

    /// Runs a script as superuser, outside any test database.
    static func administer(_ script: String) async throws {
        let cluster = try await shared
        var configuration = PostgresConfiguration(conninfo: cluster.conninfo(role: .superuser, database: "postgres"))
        configuration.lockTimeout = nil
        configuration.connectTimeout = 0
        let connection = try await PostgresConnection.connect(configuration)
        do {
            try await connection.runScript(script)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
