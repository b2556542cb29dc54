import Failpoints
import Postgres

extension EmbeddedCluster {
    /// Makes the two roles and the database where they are missing. Trust is enough for them: nobody else gets into the
    /// directory of the socket.
    func makeRolesAndDatabase() async throws(EmbeddedClusterError) {
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(
                PostgresConfiguration(conninfo: conninfo(role: .superuser, database: "postgres")))
            do throws(PostgresError) {
                try await makeRolesAndDatabase(connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        } catch {
            throw EmbeddedClusterError(.start, "PostgreSQL runs but cannot be set up: \(error)")
        }
    }

    private func makeRolesAndDatabase(_ connection: PostgresConnection) async throws(PostgresError) {
        let database = databaseName
        let present = try await connection.run([
            Statement(
                "SELECT rolname FROM pg_roles WHERE rolname = ANY($1)",
                [.textArray([Self.ownerRole, Self.appRole])]),
            Statement("SELECT datname FROM pg_database WHERE datname = $1", [.text(database)]),
        ]).checked()
        let roles: [String] = try present[0].rows.column()
        for role in [Self.ownerRole, Self.appRole] where !roles.contains(role) {
            try await connection.runScript("CREATE ROLE \(Conninfo.identifier(role)) LOGIN")
            Failpoint.roleMade.reached()
        }
        guard present[1].rows.isEmpty else { return }
        let name = Conninfo.identifier(database)
        try await connection.runScript("CREATE DATABASE \(name) OWNER \(Conninfo.identifier(Self.ownerRole))")
        Failpoint.databaseCreated.reached()
        try await connection.runScript(
            """
            REVOKE ALL ON DATABASE \(name) FROM PUBLIC;
            GRANT CONNECT ON DATABASE \(name) TO \(Conninfo.identifier(Self.appRole));
            """)
    }
}
