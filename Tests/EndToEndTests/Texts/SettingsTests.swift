import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import TestSupport
import Testing

/// Whatever the database, the role or the server is set to, a session sets what its statements depend on.
@Suite struct SettingsTests {
    private static let odd = [
        "datestyle = 'SQL, DMY'", "datestyle = 'German'", "intervalstyle = 'iso_8601'", "timezone = 'Asia/Kathmandu'",
        "bytea_output = 'escape'", "extra_float_digits = -15", "standard_conforming_strings = off",
        "search_path = 'pg_temp, nowhere'", "default_transaction_isolation = 'serializable'",
        "default_transaction_read_only = on", "default_transaction_deferrable = on", "statement_timeout = '2h'",
        "lock_timeout = '3h'", "idle_in_transaction_session_timeout = '4h'", "idle_session_timeout = '5h'",
        "quote_all_identifiers = on", "default_text_search_config = 'french'", "row_security = off",
        "transform_null_equals = on", "array_nulls = off", "backslash_quote = off", "gin_fuzzy_search_limit = 1",
        "client_encoding = 'LATIN1'", "exit_on_error = on", "enable_indexscan = off", "enable_nestloop = off",
        "enable_bitmapscan = off", "default_tablespace = 'nowhere'", "xmloption = 'document'",
        "client_min_messages = 'error'",
    ]

    @Test func everyOddSettingTogether() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Évora: harbours", of: "mini")
            let name = Conninfo.identifier(world.database.name)
            for setting in Self.odd where !setting.hasPrefix("datestyle = 'German'") {
                try await world.database.administer("ALTER DATABASE \(name) SET \(setting)")
            }
            for role in [StoreRole.app, StoreRole.owner] {
                // What is set for a role in a database comes before what is set for the database.
                try await world.database.administer("ALTER ROLE \(role) IN DATABASE \(name) SET datestyle = 'German'")
            }
            let server = try await TestServer.start(conninfo: world.database.conninfo())
            do {
                let proposer = try await server.user("pr-FR")
                let second = try #require(
                    try await proposer.ok("DRAFT mini", Activity.complete("Second"))["ref"]?.string)
                let rows = try await proposer.rows("LIST mini")
                #expect(rows.map { $0["ref"] } == [.string(ref), .string(second)])
                #expect(rows.allSatisfy { $0["starts"] == "2099-03-01" && $0["ends"] == "2099-03-02" })
                #expect(try await proposer.rows("SEARCH mini", ["text": "evora"]).count == 1)
                #expect(try await proposer.rows("LIST mini from=2099-03-02 to=2099-03-02").count == 2)
                let speaker = try await server.user("cp-DE")
                try await speaker.ok("POSITION \(ref) support")
                #expect(try await speaker.ok("SHOW \(ref)")["positions"]?["support"]?.array?.count == 1)
                let audit = try await server.user("auditor").ok("AUDIT mini")
                #expect(audit["sound"] == true, "\(audit)")
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
            let session = try await PostgresConnection.connect(
                PostgresConfiguration(conninfo: world.database.conninfo()))
            for (name, value) in [
                ("statement_timeout", "0"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "1min"),
                ("idle_session_timeout", "0"), ("datestyle", "ISO, YMD"),
            ] {
                #expect(
                    try await session.query("SELECT current_setting('\(name)')").value() as String == value, "\(name)")
            }
            #expect(try await session.query("SELECT current_schemas(false)::text").value() as String == "{public}")
            await session.close()
            let migrator = Migrator(
                world.database.configuration(role: .owner), migrations: try TestTemplate.schemaMigrations())
            #expect(try await migrator.migrate().applied.isEmpty)
            try await Migrator(world.database.configuration(), migrations: try TestTemplate.schemaMigrations()).verify()
        }
    }

    /// What a session may not change itself is said instead: with its triggers off, the database would refuse nothing.
    @Test func switchedOffChecksAreRefused() async throws {
        let database = try await TestDatabase.create(.migrated)
        let name = Conninfo.identifier(database.name)
        try await database.administer("ALTER DATABASE \(name) SET session_replication_role = replica")
        await #expect {
            try await database.connect()
        } throws: { "\($0)".contains("session_replication_role") && "\($0)".contains("reset it") }
        try await database.administer("ALTER DATABASE \(name) RESET session_replication_role")
        await (try await database.connect()).close()
    }
}
