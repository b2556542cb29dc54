import Failpoints
package import Postgres
import Record

/// Brings a database to the schema that this program works with, and says whether one has it.
package struct Migrator: Sendable {
    private let configuration: PostgresConfiguration
    private let migrations: [SchemaMigration]
    private let clock: any Clock<Duration>

    /// What ``migrate()`` did.
    package struct Outcome: Sendable, Hashable {
        /// Names of the migrations applied now, in order; empty where there was nothing to do.
        package var applied: [String]
        /// Roles created now.
        package var createdRoles: [String]
        /// Proposals whose words were written anew in the form of now.
        package var rewrittenWords = 0
        /// Proposals of which it was filled in which offices they ask something of.
        package var filledAsks = 0
    }

    package init(
        _ configuration: PostgresConfiguration, migrations: [SchemaMigration],
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.migrations = migrations
        self.clock = clock
    }

    /// Takes the migrations of the schema directory that belongs to this program.
    package init(_ configuration: PostgresConfiguration) throws(StoreSetupError) {
        self.init(configuration, migrations: try SchemaMigration.all(in: try SchemaDirectory.find()))
    }

    /// The same by a conninfo as libpq reads it.
    package init(conninfo: String) throws(StoreSetupError) {
        try self.init(PostgresConfiguration(conninfo: conninfo))
    }

    /// Creates roles where they are missing, then applies what is missing, each migration in a transaction of its own.
    ///
    /// Safe to run again and by several processes at once: a lock lets one migrate, the others find it done.
    package func migrate() async throws(StoreSetupError) -> Outcome {
        try await connected { connection in
            try await waitForTurn(connection)
            let created = try await prepareRoles(connection)
            try await makeTable(connection)
            let stored = try await applied(connection)
            try check(stored)
            var names: [String] = []
            for migration in migrations where stored[migration.number] == nil {
                try await apply(migration, connection)
                Failpoint.migrated.reached()
                names.append(migration.name)
            }
            // Where a server of before still ran, it wrote words in its own form: looked for each time.
            let rewritten = try await WordsUpgrade(connection: connection).run()
            let filled = try await AskedUpgrade(connection: connection).run()
            return Outcome(applied: names, createdRoles: created, rewrittenWords: rewritten, filledAsks: filled)
        }
    }

    /// Throws unless the database has exactly the schema that this program knows. Changes nothing.
    package func verify() async throws(StoreSetupError) {
        try await connected { connection in
            try await checkSchema(connection)
            let exists: Bool = try await connection.query("SELECT to_regclass('public.schema_migration') IS NOT NULL")
                .value()
            let stored = exists ? try await applied(connection) : [:]
            try check(stored)
            let missing = migrations.filter { stored[$0.number] == nil }.map(\.name)
            guard missing.isEmpty else {
                throw StoreSetupError(
                    "the database lacks \(missing.joined(separator: ", ")); run `chancery init` with the same connection"
                )
            }
        }
    }

    /// Waits for whoever is migrating, as long as that takes: a large database may be rewritten meanwhile.
    private func waitForTurn(_ connection: PostgresConnection) async throws {
        let patience: String = try await connection.query("SELECT current_setting('lock_timeout')").value()
        try await connection.execute("SET lock_timeout = 0")
        try await connection.execute(Statement("SELECT pg_advisory_lock($1)", [.int8(Self.lockKey)]))
        try await connection.execute(
            Statement("SELECT set_config('lock_timeout', $1, false)", [.text(patience)]))
    }

    /// One lock for every program that migrates a database ("chancery" in ASCII).
    private static let lockKey: Int64 = 0x6368_616E_6365_7279

    /// A table that is there is left alone: a start that has nothing to migrate writes nothing, and so waits for no standby.
    private func makeTable(_ connection: PostgresConnection) async throws {
        let isThere: Bool = try await connection.query(
            "SELECT coalesce(has_table_privilege('\(StoreRole.app)', to_regclass('public.schema_migration'), 'SELECT'), false)"
        ).value()
        if !isThere { try await connection.runScript(Self.table) }
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            checksum bytea NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        GRANT SELECT ON schema_migration TO chancery_app
        """

    private func applied(_ connection: PostgresConnection) async throws -> [Int: Applied] {
        var stored: [Int: Applied] = [:]
        for row in try await connection.query("SELECT number, name, checksum FROM schema_migration") {
            stored[try row[0]] = Applied(name: try row[1], checksum: try row[2])
        }
        return stored
    }

    private struct Applied {
        var name: String
        var checksum: [UInt8]
    }

    private func check(_ stored: [Int: Applied]) throws {
        for (number, applied) in stored.sorted(by: { $0.key < $1.key }) {
            guard let known = migrations.first(where: { $0.number == number }) else {
                throw StoreSetupError(
                    "the database is newer than this program: it has migration \(applied.name); use the newer program")
            }
            guard known.stands(for: applied.checksum) else {
                throw StoreSetupError(
                    "migration \(known.name) was changed after it was applied as \(applied.name); restore its text "
                        + "and put the change into a migration of its own")
            }
        }
    }

    private func apply(_ migration: SchemaMigration, _ connection: PostgresConnection) async throws {
        // One text without BEGIN is one transaction, and the last statement records that it was applied.
        let record =
            "INSERT INTO schema_migration (number, name, checksum) VALUES (\(migration.number), "
            + "\(Conninfo.literal(migration.name)), decode('\(migration.checksum.hex)', 'hex'))"
        do {
            try await connection.runScript(migration.sql + "\n;" + record)
        } catch {
            throw StoreSetupError("migration \(migration.name) failed: \(error.debugDescription)")
        }
    }

    private func connected<Value: Sendable>(
        _ body: (PostgresConnection) async throws -> Value
    ) async throws(StoreSetupError) -> Value {
        var settings = configuration
        // A migration may wait for readers of the tables that it changes.
        settings.lockTimeout = .seconds(60)
        settings.statementTimeout = nil
        do {
            let connection = try await PostgresConnection.connect(
                settings, retrying: Backoff(attempts: 3), clock: clock)
            do {
                let value = try await body(connection)
                await connection.close()
                return value
            } catch {
                await connection.close()
                throw error
            }
        } catch let error as StoreSetupError {
            throw error
        } catch let error as PostgresError {
            throw StoreSetupError(error.sqlState.map { "\(error.message) (\($0))" } ?? error.message)
        } catch {
            throw StoreSetupError("\(error)")
        }
    }
}
