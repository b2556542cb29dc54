import Postgres

/// What the serving role could make in the schema would stand in the way of the owner's checks: a function or an operator that fits better
/// than the one that they mean runs as the owner.
extension Migrator {
    /// Takes the right to make things in the schema from everybody but the owner, where this user may. The default up to PostgreSQL 14, and
    /// of databases that were upgraded from it, gives it to all.
    func closeSchema(_ connection: PostgresConnection) async throws {
        guard try await appMayCreate(connection) else { return }
        for revoke in ["FROM PUBLIC", "FROM \(StoreRole.app)"] {
            do { try await connection.runScript("REVOKE CREATE ON SCHEMA public \(revoke)") } catch {
                guard error.server != nil else { throw error }
            }
        }
    }

    /// Throws where the serving role may make things in the schema, or has made some.
    func checkSchema(_ connection: PostgresConnection) async throws {
        if try await appMayCreate(connection) {
            throw StoreSetupError(
                "\(StoreRole.app) may create functions in the schema public, and could take the owner's place with one; as the owner of "
                    + "the schema run: REVOKE CREATE ON SCHEMA public FROM PUBLIC, \(StoreRole.app)")
        }
        let made: String? = try await connection.query(
            """
            SELECT string_agg(made.name, ', ' ORDER BY made.name) FROM (
                SELECT p.oid::regprocedure::text FROM pg_proc AS p, pg_roles AS r
                WHERE p.pronamespace = 'public'::regnamespace AND r.oid = p.proowner AND r.rolname = $1
                UNION ALL
                SELECT o.oid::regoperator::text FROM pg_operator AS o, pg_roles AS r
                WHERE o.oprnamespace = 'public'::regnamespace AND r.oid = o.oprowner AND r.rolname = $1
                UNION ALL
                SELECT c.oid::regclass::text FROM pg_class AS c, pg_roles AS r
                WHERE c.relnamespace = 'public'::regnamespace AND r.oid = c.relowner AND r.rolname = $1
            ) AS made (name)
            """, [.text(StoreRole.app)]
        ).value()
        if let made {
            throw StoreSetupError(
                "\(StoreRole.app) owns things in the schema public, which may stand in for the owner's: \(made); find out who made them, "
                    + "and drop them")
        }
    }

    private func appMayCreate(_ connection: PostgresConnection) async throws -> Bool {
        try await connection.query(
            "SELECT coalesce((SELECT has_schema_privilege(oid, 'public', 'CREATE') FROM pg_roles WHERE rolname = $1), false)",
            [.text(StoreRole.app)]
        ).value()
    }
}
