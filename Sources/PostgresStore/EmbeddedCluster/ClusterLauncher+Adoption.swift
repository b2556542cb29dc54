import Failpoints
import Postgres

extension ClusterLauncher {
    /// Takes over a server that outlived the one that started it, once the sessions of the latter have ended: a transaction
    /// of theirs may still be committing. Nil when it cannot be reached or they do not end: then it must be restarted.
    func adopt(_ left: PostmasterFile) async throws(EmbeddedClusterError) -> RunningServer? {
        var configuration = PostgresConfiguration(
            conninfo: EmbeddedCluster.conninfo(
                socketDirectory: left.socketDirectory, user: user.name, database: "postgres"))
        configuration.connectTimeout = 2
        do {
            let connection = try await Polling.wait(for: .seconds(5)) {
                // It may be starting up or recovering still, or be about to stop.
                guard ClusterProcesses.judge(left.pid, data: layout.data) == .ours else { throw NotAdoptable() }
                return try? await PostgresConnection.connect(configuration)
            }
            do {
                try await endOldSessions(connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        } catch is CancellationError {
            throw EmbeddedClusterError(.cancelled, "starting PostgreSQL was cancelled")
        } catch {
            return nil
        }
        try Failpoint.adopted.reached(else: EmbeddedClusterError(.start, "a failpoint"))
        return RunningServer(pid: left.pid, socketDirectory: left.socketDirectory, child: nil)
    }

    private struct NotAdoptable: Error {}

    /// Waits for them to end by themselves, which they do when they notice that nobody listens, then ends them.
    private func endOldSessions(_ connection: PostgresConnection) async throws {
        let old = """
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name = $1
            """
        let name = PostgresValue.text(EmbeddedCluster.applicationName)
        func areGone() async throws -> Bool? {
            let count: Int = try await connection.query("SELECT count(*) \(old)", [name]).value()
            return count == 0 ? true : nil
        }
        do {
            _ = try await Polling.wait(for: options.adoptionGrace, areGone)
        } catch is Polling.TimedOut {
            _ = try await connection.query("SELECT pg_terminate_backend(pid) \(old)", [name])
            _ = try await Polling.wait(for: .seconds(10), areGone)
        }
    }
}
