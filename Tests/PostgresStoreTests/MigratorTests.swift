import Postgres
import Record
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct MigratorTests {
    private func migrator(
        _ database: TestDatabase, _ migrations: [SchemaMigration], role: EmbeddedCluster.Role = .owner
    )
        -> Migrator
    {
        Migrator(database.configuration(role: role), migrations: migrations)
    }

    private let two = [
        SchemaMigration(number: 1, name: "001_one", sql: "CREATE TABLE one (id int)"),
        SchemaMigration(number: 2, name: "002_two", sql: "CREATE TABLE two (id int); -- without an end"),
    ]

    @Test func everyMigrationIsAppliedOnce() async throws {
        let database = try await TestDatabase.create()
        let migrations = try TestTemplate.schemaMigrations()
        await #expect {
            try await migrator(database, migrations).verify()
        } throws: { "\($0)".contains("lacks 001_lifecycles, ") && "\($0)".contains("chancery init") }
        let first = try await migrator(database, migrations).migrate()
        #expect(first.applied == migrations.map(\.name))
        #expect(try await migrator(database, migrations).migrate() == Migrator.Outcome(applied: [], createdRoles: []))
        try await migrator(database, migrations, role: .app).verify()
    }

    /// Where commits wait for a standby, a start would wait for it.
    @Test func whereThereIsNothingToMigrateNothingIsWritten() async throws {
        let database = try await TestDatabase.create(.migrated)
        let owner = try await database.connect(role: .owner)
        let written = "SELECT xmin::text FROM pg_class WHERE oid = 'schema_migration'::regclass"
        let before: String = try await owner.query(written).value()
        let again = try await migrator(database, TestTemplate.schemaMigrations()).migrate()
        #expect(again.applied.isEmpty)
        #expect(try await owner.query(written).value(String.self) == before)
        // Who serves must be able to read it.
        try await owner.runScript("REVOKE SELECT ON schema_migration FROM chancery_app")
        _ = try await migrator(database, TestTemplate.schemaMigrations()).migrate()
        try await migrator(database, TestTemplate.schemaMigrations(), role: .app).verify()
        await owner.close()
    }

    /// The default up to PostgreSQL 14 lets everybody make functions, and one that fits better than PostgreSQL's own runs as the owner.
    @Test func nobodyButTheOwnerMakesFunctions() async throws {
        let database = try await TestDatabase.create()
        let migrations = try TestTemplate.schemaMigrations()
        _ = try await migrator(database, migrations).migrate()
        let superuser = try await database.connect(role: .superuser)
        try await superuser.runScript("GRANT CREATE ON SCHEMA public TO PUBLIC")
        await #expect {
            try await migrator(database, migrations, role: .app).verify()
        } throws: { "\($0)".contains("REVOKE CREATE ON SCHEMA public FROM PUBLIC, chancery_app") }
        let intruder = try await database.connect(role: .app)
        try await intruder.runScript(
            """
            CREATE FUNCTION public.to_json(text) RETURNS json LANGUAGE sql AS 'SELECT NULL::json';
            CREATE OPERATOR public.&& (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
            """)
        await intruder.close()
        // Who may sets it right; what was made meanwhile somebody has to look at.
        for attempt in [migrator(database, migrations, role: .superuser), migrator(database, migrations)] {
            await #expect {
                _ = try await attempt.migrate()
            } throws: { "\($0)".contains("&&(text,text), to_json(text)") }
        }
        try await superuser.runScript("DROP FUNCTION public.to_json(text); DROP OPERATOR public.&& (text, text)")
        _ = try await migrator(database, migrations).migrate()
        try await migrator(database, migrations, role: .app).verify()
        let another = try await database.connect(role: .app)
        await #expect(throws: PostgresError.self) { try await another.runScript("CREATE TABLE public.mine (id int)") }
        await another.close()
        await superuser.close()
    }

    @Test func severalAtOnceDoItOnce() async throws {
        let database = try await TestDatabase.create()
        let migrations = try TestTemplate.schemaMigrations()
        let applied = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { try await migrator(database, migrations).migrate().applied.count }
            }
            return try await group.reduce(0, +)
        }
        #expect(applied == migrations.count)
    }

    @Test func aChangedMigrationIsRefused() async throws {
        let database = try await TestDatabase.create()
        _ = try await migrator(database, two).migrate()
        var changed = two
        changed[0].sql += " "
        for attempt in [migrator(database, changed).verify, { _ = try await migrator(database, changed).migrate() }] {
            await #expect { try await attempt() } throws: { "\($0)".contains("001_one was changed") }
        }
    }

    @Test func aTextThatReplacesAnotherIsNotAppliedAgain() async throws {
        let database = try await TestDatabase.create()
        _ = try await migrator(database, two).migrate()
        var mended = two
        mended[1].sql = "-- Replaces SHA-256 \(two[1].checksum.hex): it failed on rows.\n" + two[1].sql
        #expect(mended[1].replaced == [two[1].checksum])
        #expect(try await migrator(database, mended).migrate().applied.isEmpty)
        try await migrator(database, mended, role: .app).verify()
        // The first lines say it, and nothing below them.
        mended[1].sql = two[1].sql + "\n-- Replaces SHA-256 \(two[1].checksum.hex): no."
        await #expect { try await migrator(database, mended).verify() } throws: {
            "\($0)".contains("002_two was changed")
        }
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        let database = try await TestDatabase.create()
        _ = try await migrator(database, two).migrate()
        let old = [two[0]]
        for attempt in [migrator(database, old).verify, { _ = try await migrator(database, old).migrate() }] {
            await #expect { try await attempt() } throws: {
                "\($0)".contains("newer than this program: it has migration 002_two")
            }
        }
    }

    @Test func aMigrationThatFailsLeavesNothing() async throws {
        let database = try await TestDatabase.create()
        let faulty = [
            two[0], SchemaMigration(number: 2, name: "002_two", sql: "CREATE TABLE two (id int); SELECT 1 / 0"),
        ]
        await #expect {
            try await migrator(database, faulty).migrate()
        } throws: { "\($0)".contains("002_two failed") && "\($0)".contains("22012") }
        let connection = try await database.connect(role: .owner)
        #expect(try await connection.query("SELECT to_regclass('two') IS NULL").value() as Bool)
        #expect(try await connection.query("SELECT count(*) FROM schema_migration").value() as Int == 1)
        await connection.close()
        #expect(try await migrator(database, two).migrate().applied == ["002_two"])
    }

    @Test func whoMayNotIsToldWhatToDo() async throws {
        let database = try await TestDatabase.create()
        await #expect {
            try await migrator(database, two, role: .app).migrate()
        } throws: { "\($0)".contains("GRANT chancery_owner TO") }
        var nowhere = database.configuration()
        nowhere.conninfo = "host=/nonexistent dbname=none"
        await #expect(throws: StoreSetupError.self) {
            try await Migrator(nowhere, migrations: two, clock: HookClock()).migrate()
        }
    }

    @Test func theOwnerOwnsWhatASuperuserMigrates() async throws {
        let database = try await TestDatabase.create()
        _ = try await migrator(database, two, role: .superuser).migrate()
        let connection = try await database.connect(role: .owner)
        let owners: [String] = try await connection.query(
            "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'public'"
        ).column()
        #expect(owners == ["chancery_owner"])
        await connection.close()
    }
}
