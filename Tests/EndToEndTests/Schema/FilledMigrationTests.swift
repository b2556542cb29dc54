import CanonicalJSON
import Failpoints
import Foundation
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// Every migration on a database that programs of the schema before it have filled: it goes through, and what stands there is served
/// and audited by the present program as if it had written it.
@Suite(.serialized, .timeLimit(.minutes(60))) struct FilledMigrationTests {
    /// Before the sixth the serving role could not write, so no such database holds anything.
    static let numbers: [Int] = {
        guard let newest = try? TestTemplate.schemaMigrations().count, newest > 6 else { return [] }
        return Array(7...newest)
    }()

    @Test(arguments: numbers) func aFilledDatabaseIsBroughtOn(_ number: Int) async throws {
        let migrations = try TestTemplate.schemaMigrations()
        let stages = try FilledStage.all()
        let database = try await TestDatabase.create()
        func migrate(to last: Int) async throws {
            _ = try await Migrator(
                database.configuration(role: .owner), migrations: Array(migrations.prefix(last))
            ).migrate()
        }
        // As it came to be: what a schema made possible was written under it, and met each later migration.
        for stage in stages where stage.number < number {
            try await migrate(to: stage.number)
            try await stage.load(into: database)
        }
        try await migrate(to: number - 1)
        try await migrate(to: number)
        try await migrate(to: migrations.count)

        let server = try await TestServer.start(conninfo: database.conninfo())
        do {
            // Deadlines of then have passed: noted now, they change nothing while it is looked on.
            await server.service.notePassedDeadlines()
            for forum in try await forums(of: database) { try await goesOn(forum, server) }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        try await database.drop()
    }

    /// The program that migrates is killed at each migration of a filled database, before, in the middle or after it; the next one goes on.
    @Test(arguments: 1...FaultShare.of(25, else: 1)) func killedAtEachMigration(_ round: Int) async throws {
        let migrations = try TestTemplate.schemaMigrations()
        let stages = try FilledStage.all()
        let database = try await TestDatabase.create()
        let file = try FailpointFile()
        let schema = try TestRoot.makeDirectory("schema")
        let folder = try TestRoot.makeDirectory("init")
        try FileManager.default.createDirectory(atPath: schema + "/migrations", withIntermediateDirectories: false)
        for migration in migrations {
            let (name, number) = (migration.name + ".sql", migration.number)
            try FileManager.default.copyItem(
                atPath: Repository.path("schema/migrations/" + name), toPath: schema + "/migrations/" + name)
            let point = Failpoint.ofMigrations[(number + round) % Failpoint.ofMigrations.count]
            try file.arm(point)
            let ended = try await ClientProgram.run(
                ThisBuild.chancery, ["init", "--database", database.conninfo(role: .owner)],
                environment: file.environment.merging(["CHANCERY_SCHEMA": schema]) { $1 }, in: folder)
            #expect(ended.status == -SIGKILL && file.isSpent, "\(point) at \(name): \(ended.errors)")
            let outcome = try await Migrator(
                database.configuration(role: .owner), migrations: Array(migrations.prefix(number))
            ).migrate()
            switch point {
            case .migrating: #expect(outcome.applied == [migration.name])
            case .migrated: #expect(outcome.applied == [])
            default: #expect(outcome.applied == [] || outcome.applied == [migration.name])
            }
            for stage in stages where stage.number == number { try await stage.load(into: database) }
        }
        let server = try await TestServer.start(conninfo: database.conninfo())
        await server.service.notePassedDeadlines()
        for forum in try await forums(of: database) { try await goesOn(forum, server) }
        await server.stop()
        try await database.drop()
        FaultShare.tell("\(migrations.count) kills at a migration of a filled database")
    }

    private func forums(of database: TestDatabase) async throws -> [String] {
        let connection = try await database.connect(role: .owner)
        let forums: [String] = try await connection.query("SELECT forum FROM forum ORDER BY forum").column()
        await connection.close()
        #expect(forums.contains("mini") && forums.contains("server"))
        return forums
    }

    /// The forum is audited, read and written to, and audited again.
    private func goesOn(_ forum: String, _ server: TestServer) async throws {
        let tokens = try FilledStage.tokens()
        func login(_ account: String) async throws -> User {
            try await server.login(account, token: try #require(tokens[account]))
        }
        let auditor = try await login(forum == "server" ? "server/admin" : "\(forum)/auditor")
        let before = try await auditor.ok("AUDIT \(forum)")
        #expect(before["sound"] == true, "\(before)")
        guard forum != "server" else { return }

        let proposer = try await login("\(forum)/pr-FR")
        let listed = try await auditor.rows("LIST \(forum) limit=200")
        #expect(!listed.isEmpty)
        for row in listed {
            let ref = try #require(row["ref"]?.string)
            let shown = try await auditor.ok("SHOW \(ref)")
            #expect(shown["version"] == row["version"] && shown["state"] == row["state"])
            // Its days are those of the activity now, whichever program wrote the row.
            let days = shown["activity"]?.object ?? shown["fields"]?.object ?? JSONObject()
            for key in ["starts", "ends"] { #expect(row[key] == days[key] ?? .null, "\(row)") }
            #expect(row["activity"]?["standing"] == shown["activity"]?["standing"], "\(row)")
            let answer = try await proposer.ask("NOTE \(ref)", ["text": "Later."])
            #expect(answer.failure == nil || answer.failure?.code == .notFound, "\(String(describing: answer.failure))")
        }
        try await proposer.ok("DRAFT \(forum)", ["title": "A later draft"])
        // A meeting that acts rest on is known for one.
        if forum == "mini" {
            let changed = try await login("mini/host").refused(
                "HELD mini SOM-1", ["starts": "2024-01-01", "ends": "2024-01-02"])
            #expect(changed.code == .refused, "\(changed)")
        }
        let after = try await auditor.ok("AUDIT \(forum)")
        #expect(after["sound"] == true, "\(after)")
        let earlier = try #require(before["events"]?.integer)
        #expect((after["events"]?.integer ?? 0) > earlier)
        for user in [auditor, proposer] { await user.leave() }
    }
}
