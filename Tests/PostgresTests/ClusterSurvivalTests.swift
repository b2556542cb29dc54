import Glibc
import Postgres
import TestSupport
import Testing

@testable import PostgresStore

/// What kill -9 leaves behind, of the server that holds the cluster and of PostgreSQL itself.
@Suite(.timeLimit(.minutes(60))) struct ClusterSurvivalTests {
    @Test func theClusterOfAKilledServerIsAdopted() async throws {
        let directory = try TestRoot.makeDirectory("adopted")
        // A process of its own holds the cluster, with one transaction committed and one open, and is killed.
        await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
            let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
            let connection = try await PostgresConnection.connect(
                PostgresConfiguration(conninfo: cluster.conninfo(role: .owner)))
            try await connection.runScript("CREATE TABLE acts (id int8); INSERT INTO acts VALUES (1)")
            _ = try await connection.run([.begin, "INSERT INTO acts VALUES (2)", "LOCK TABLE acts"]).checked()
            kill(getpid(), SIGKILL)
        }
        let orphan = try #require(PostmasterFile(path: directory + "/postgres/postmaster.pid"))
        #expect(ClusterProcesses.judge(orphan.pid, data: directory + "/postgres") == .ours)

        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
        #expect(cluster.isAdopted)
        #expect(cluster.pid == orphan.pid)
        try await withSession(cluster, .owner) { connection async throws in
            #expect(try await connection.query("SELECT id FROM acts").column(Int.self) == [1])
            let others = try await connection.query(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            #expect(try others.value(Int.self) == 0)
        }
        try await cluster.stop()
        #expect(ClusterProcesses.all(data: directory + "/postgres").isEmpty)
    }

    @Test(arguments: [false, true]) func whatWasAcknowledgedIsThereAfterAKillInMidWriting(postmasterToo: Bool)
        async throws
    {
        let directory = try TestRoot.makeDirectory("midwriting")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [directory = directory as String, postmasterToo = postmasterToo as Bool] in
            let cluster = try await EmbeddedCluster.start(dataDirectory: directory)
            let configuration = PostgresConfiguration(conninfo: cluster.conninfo(role: .owner))
            let first = try await PostgresConnection.connect(configuration)
            try await first.runScript("CREATE TABLE acts (writer int4, id int8, PRIMARY KEY (writer, id))")
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        let connection = try await PostgresConnection.connect(configuration)
                        for id in 1... {
                            _ = try await connection.run([
                                .begin,
                                Statement("INSERT INTO acts VALUES ($1, $2)", [.int4(Int32(writer)), .int8(id)]),
                                .commit,
                            ]).checked()
                            try FileSystem.append("\(writer) \(id)\n", to: directory + "/acknowledged")
                            // The other writers are somewhere between their BEGIN and their answer.
                            guard writer == 0, id == 100 else { continue }
                            if postmasterToo { kill(cluster.pid, SIGKILL) }
                            kill(getpid(), SIGKILL)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory)
        #expect(cluster.isAdopted == !postmasterToo)
        let acknowledged = try #require(FileSystem.read(directory + "/acknowledged")).split(separator: "\n").map(
            String.init)
        #expect(acknowledged.count >= 100)
        try await withSession(cluster, .owner) { connection async throws in
            let written = try await connection.query("SELECT writer || ' ' || id FROM acts").column(String.self)
            #expect(Set(written).isSuperset(of: acknowledged))
            // Each writer has one act at most under way that it was not told of.
            #expect(written.count <= acknowledged.count + 4)
            // And nobody of before is still writing.
            let others = try await connection.query(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            #expect(try others.value(Int.self) == 0)
        }
        try await cluster.stop()
    }

    @Test func anOldSessionThatDoesNotEndIsEnded() async throws {
        let directory = try TestRoot.makeDirectory("busy")
        await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
            let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
            let connection = try await PostgresConnection.connect(
                PostgresConfiguration(conninfo: cluster.conninfo(role: .owner)))
            let watcher = try await PostgresConnection.connect(
                PostgresConfiguration(conninfo: cluster.conninfo(role: .superuser)))
            let pid = await connection.backendPID
            // The server does not notice the end of its client while it sleeps.
            let sleeping = Task { try await connection.query("SELECT pg_sleep(600)") }
            while try await watcher.query(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [.int4(pid)]
            ).value(Int.self) == 0 {}
            kill(getpid(), SIGKILL)
            _ = try await sleeping.value
        }
        var options = EmbeddedClusterTests.quick
        options.adoptionGrace = .milliseconds(50)
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: options)
        #expect(cluster.isAdopted)
        try await withSession(cluster, .superuser) { connection async throws in
            let sleepers = try await connection.query(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()")
            #expect(try sleepers.value(Int.self) == 0)
        }
        try await cluster.stop()
    }

    @Test func aKilledPostmasterIsRecoveredFrom() async throws {
        let directory = try TestRoot.makeDirectory("recovered")
        let first = try await EmbeddedCluster.start(dataDirectory: directory)
        try await withSession(first, .owner) { connection in
            try await connection.runScript("CREATE TABLE acts AS SELECT 42 AS id")
        }
        kill(first.pid, SIGKILL)
        try await first.stop()
        #expect(FileSystem.exists(directory + "/postgres/postmaster.pid"))
        let second = try await EmbeddedCluster.start(dataDirectory: directory)
        #expect(!second.isAdopted)
        try await withSession(second, .owner) { connection async throws in
            #expect(try await connection.query("SELECT id FROM acts").value(Int.self) == 42)
        }
        try await second.stop()
    }

    @Test func aStalePostmasterFileWhoseProcessIdIsSomebodyElsesNowIsCleared() async throws {
        let directory = try TestRoot.makeDirectory("stale")
        try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick).stop()
        // This process is alive and no PostgreSQL server: PostgreSQL by itself would refuse to start.
        let text =
            "\(getpid())\n\(directory)/postgres\n1700000000\n5432\n\(directory)/socket\n\n  1234   5678\nready   \n"
        try FileSystem.append(text, to: directory + "/postgres/postmaster.pid")
        try FileSystem.append("\(getpid())\n", to: directory + "/socket/.s.PGSQL.5432.lock")
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
        #expect(await cluster.isRunning)
        try await cluster.stop()
    }

    @Test func aLockFileThatNobodyHoldsLocksNothing() async throws {
        let directory = try TestRoot.makeDirectory("unlocked")
        try FileSystem.append("1\n", to: directory + "/server.lock")
        try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick).stop()
    }

    @Test(.enabled(if: geteuid() == 0)) func anOrdinaryUserNeedsNobodysHelp() async throws {
        let directory = try TestRoot.makeDirectory("ordinary")
        chown(directory, 65534, 65534)
        await #expect(processExitsWith: .success) { [directory = directory as String] in
            #expect(setgid(65534) == 0 && setuid(65534) == 0)
            let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
            try await withSession(cluster, .app) { connection async throws in
                #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
            }
            #expect(FileSystem.status("/proc/\(cluster.pid)")?.st_uid == 65534)
            try await cluster.stop()
        }
        // Root takes the same data up again as the user it belongs to.
        let cluster = try await EmbeddedCluster.start(dataDirectory: directory, options: EmbeddedClusterTests.quick)
        #expect(FileSystem.status("/proc/\(cluster.pid)")?.st_uid == 65534)
        try await cluster.stop()
    }
}
