import Glibc
import Postgres
import TestSupport
import Testing

@testable import PostgresStore

/// The private cluster: made, started, stopped, and what it says when it cannot be.
@Suite(.timeLimit(.minutes(60))) struct EmbeddedClusterTests {
    static var quick: EmbeddedCluster.Options {
        var options = EmbeddedCluster.Options()
        options.isDurable = false
        return options
    }

    @Test func itIsMadeStartedStoppedAndStartedAgain() async throws {
        let directory = try TestRoot.makeDirectory("twice")
        let first = try await EmbeddedCluster.start(dataDirectory: directory)
        #expect(await first.isRunning)
        try await withSession(first, .owner) { connection in
            try await connection.execute("CREATE TABLE kept AS SELECT 'still here' AS x")
            try await connection.execute("GRANT SELECT ON kept TO chancery_app")
        }
        try await first.stop()
        try await first.stop()
        #expect(await first.isRunning == false)
        #expect(ClusterProcesses.all(data: directory + "/postgres").isEmpty)

        let began = ContinuousClock.now
        let second = try await EmbeddedCluster.start(dataDirectory: directory)
        let took = ContinuousClock.now - began
        print("the second start took \(took)")
        #expect(!second.isAdopted)
        try await withSession(second, .app) { connection async throws in
            #expect(try await connection.query("SELECT x FROM kept").value(String.self) == "still here")
            #expect(try await connection.query("SELECT current_user::text").value(String.self) == "chancery_app")
        }
        try await second.stop()
    }

    @Test func itIsPrivateAndSensiblySet() async throws {
        let directory = try TestRoot.makeDirectory("private")
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory)
        try await withSession(cluster, .superuser) { connection async throws in
            let expected = [
                "listen_addresses": "", "unix_socket_permissions": "0700", "fsync": "on", "synchronous_commit": "on",
                "data_checksums": "on", "server_encoding": "UTF8", "lc_collate": "C", "max_connections": "100",
            ]
            for (name, value) in expected {
                let setting = try await connection.query("SELECT current_setting($1)", [.text(name)])
                #expect(try setting.value(String.self) == value, "\(name)")
            }
            #expect(try await connection.query("SELECT lower('ÅÉ') = 'åé'").value(Bool.self))
            let roles = try await connection.query(
                "SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper ORDER BY 1")
            #expect(try roles.column(String.self) == ["chancery_app", "chancery_owner"])
        }
        try await withSession(cluster, .app) { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("CREATE TABLE mine (id int8)")
            }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
        let socket = try #require(FileSystem.status(directory + "/socket"))
        #expect(socket.st_mode & 0o7777 == 0o700)
        let server = try #require(FileSystem.status("/proc/\(cluster.pid)"))
        #expect(server.st_uid != 0)
        #expect(socket.st_uid == server.st_uid)
        try await cluster.stop()
    }

    @Test func aSecondServerIsRefused() async throws {
        let directory = try TestRoot.makeDirectory("contested")
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick)
        let error = await failure(directory)
        #expect(error?.code == .inUse)
        #expect(error?.description.contains("process \(getpid())") == true)
        // The first is not disturbed, and its place is free when it is gone.
        #expect(await cluster.isRunning)
        try await cluster.stop()
        try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick).stop()
    }

    @Test func pathsWithOddCharactersWork() async throws {
        let directory = try TestRoot.makeDirectory("odd, it's \"so\" \\ ünïcode")
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick)
        try await withSession(cluster, .app) { connection async throws in
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
        }
        try await cluster.stop()
    }

    @Test func aPathTooLongForASocketGetsAShortOneElsewhere() async throws {
        let directory = try TestRoot.makeDirectory(String(repeating: "long", count: 20))
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick)
        let short = try ClusterLayout(root: FileSystem.resolve(directory)).shortSocketDirectory
        let status = try #require(FileSystem.status(short))
        #expect(status.st_mode & 0o7777 == 0o700)
        try await withSession(cluster, .owner) { connection async throws in
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
        }
        try await cluster.stop()
        #expect(!FileSystem.exists(short))
    }

    @Test func aShortSocketDirectoryOfSomebodyElseIsRefused() async throws {
        let directory = try TestRoot.makeDirectory(String(repeating: "long", count: 20))
        let short = try ClusterLayout(root: FileSystem.resolve(directory)).shortSocketDirectory
        mkdir(short, 0o777)
        chmod(short, 0o777)
        let error = await failure(directory)
        rmdir(short)
        #expect(error?.code == .permission)
        #expect(error?.description.contains(short) == true)
    }

    @Test(.enabled(if: geteuid() == 0)) func aDirectoryAboveThatIsClosedToTheServersUserIsNamed() async throws {
        let closed = try TestRoot.makeDirectory("closed")
        let error = await failure(closed + "/data")
        #expect(error?.code == .permission)
        #expect(error?.description.contains("chmod o+x \(closed)") == true)
    }

    @Test func whatIsNoClusterIsNotTouched() async throws {
        let directory = try TestRoot.makeDirectory("foreign")
        mkdir(directory + "/postgres", 0o755)
        try FileSystem.append("precious", to: directory + "/postgres/file")
        let error = await failure(directory)
        #expect(error?.code == .fileSystem)
        #expect(FileSystem.read(directory + "/postgres/file") == "precious")

        let file = try TestRoot.makeDirectory("file") + "/plain"
        try FileSystem.append("", to: file)
        #expect(await failure(file)?.code == .fileSystem)
    }

    @Test func dataOfAnotherVersionNamesThePackage() async throws {
        let directory = try TestRoot.makeDirectory("version")
        mkdir(directory + "/postgres", 0o700)
        try FileSystem.append("9\n", to: directory + "/postgres/PG_VERSION")
        let error = await failure(directory)
        #expect(error?.code == .programsMissing)
        #expect(error?.description.contains("postgresql-9") == true)
    }

    @Test func whatAnInterruptedInitdbLeftIsRemoved() async throws {
        let directory = try TestRoot.makeDirectory("half")
        let left = directory + "/postgres.unfinished.1"
        mkdir(left, 0o700)
        try FileSystem.append("half", to: left + "/PG_VERSION")
        try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick).stop()
        #expect(FileSystem.names(in: directory).allSatisfy { !$0.hasPrefix("postgres.unfinished") })
    }

    @Test func aServerThatDoesNotStartSaysWhy() async throws {
        let directory = try TestRoot.makeDirectory("broken")
        var options = Self.quick
        options.settings["shared_buffers"] = "nonsense"
        let error = await failure(directory, options)
        #expect(error?.code == .start)
        #expect(error?.description.contains("shared_buffers") == true)
        // The same directory starts with better settings.
        try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick).stop()
    }

    @Test func cancellingTheStartLeavesNothingRunning() async throws {
        let directory = try TestRoot.makeDirectory("cancelled")
        let starting = Task { try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick) }
        starting.cancel()
        let error = await #expect(throws: EmbeddedClusterError.self) { try await starting.value }
        #expect(error?.code == .cancelled)
        #expect(ClusterProcesses.all(data: directory + "/postgres").isEmpty)
        try await EmbeddedCluster.start(dataDirectory: directory, options: Self.quick).stop()
    }

    private func failure(
        _ directory: String, _ options: EmbeddedCluster.Options = quick
    ) async -> EmbeddedClusterError? {
        await #expect(throws: EmbeddedClusterError.self) {
            try await EmbeddedCluster.start(dataDirectory: directory, options: options).stop()
        }
    }
}

/// Lends a session with a cluster's own database.
func withSession(
    _ cluster: EmbeddedCluster, _ role: EmbeddedCluster.Role, _ body: (PostgresConnection) async throws -> Void
) async throws {
    let connection = try await PostgresConnection.connect(PostgresConfiguration(conninfo: cluster.conninfo(role: role)))
    do {
        try await body(connection)
    } catch {
        await connection.close()
        throw error
    }
    await connection.close()
}
