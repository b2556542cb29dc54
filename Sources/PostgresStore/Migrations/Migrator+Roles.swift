import Postgres

/// The two roles of a database.
package enum StoreRole {
    /// Owns every table and runs migrations.
    package static let owner = "chancery_owner"
    /// Serves: reads, adds events, changes nothing that was recorded.
    package static let app = "chancery_app"
}

extension Migrator {
    /// Makes sure that both roles exist and that this session may act as the owner, then does so.
    func prepareRoles(_ connection: PostgresConnection) async throws -> [String] {
        var created: [String] = []
        for (role, kind) in [(StoreRole.owner, "NOLOGIN"), (StoreRole.app, "LOGIN")]
        where try await ensure(role, kind, connection) { created.append(role) }
        try await becomeOwner(connection)
        return created
    }

    /// Creates a role unless it exists; answers whether it did.
    private func ensure(
        _ role: String, _ kind: String, _ connection: PostgresConnection
    ) async throws -> Bool {
        let exists: Bool = try await connection.query(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", [.text(role)]
        ).value()
        if exists { return false }
        do {
            try await connection.runScript("CREATE ROLE \(role) \(kind)")
            return true
        } catch {
            switch error.sqlState {
            // Roles belong to the whole cluster: somebody creates it for another of its databases.
            case .duplicateObject, .uniqueViolation: return false
            case .insufficientPrivilege:
                throw StoreSetupError(
                    "the role \(role) is missing and \(try await user(connection)) may not create it; as an "
                        + "administrator run: CREATE ROLE \(role) \(kind)")
            default: throw error
            }
        }
    }

    private func becomeOwner(_ connection: PostgresConnection) async throws {
        let user = try await user(connection)
        // Each of these fails where it is not needed and not allowed; what counts is checked below.
        for grant in [
            "GRANT \(StoreRole.owner) TO CURRENT_USER",
            "GRANT USAGE, CREATE ON SCHEMA public TO \(StoreRole.owner)",
            "GRANT USAGE ON SCHEMA public TO \(StoreRole.app)",
        ] where try await isNeeded(grant, connection) {
            do { try await connection.runScript(grant) } catch {
                guard error.server != nil else { throw error }
            }
        }
        try await closeSchema(connection)
        do {
            try await connection.runScript("SET ROLE \(StoreRole.owner); SET search_path = public")
        } catch {
            guard error.sqlState == .insufficientPrivilege else { throw error }
            throw StoreSetupError(
                "\(user) may not act as \(StoreRole.owner); as an administrator run: GRANT \(StoreRole.owner) TO "
                    + Conninfo.identifier(user))
        }
        let mayCreate: Bool = try await connection.query(
            "SELECT has_schema_privilege(current_user, 'public', 'CREATE')"
        ).value()
        guard mayCreate else {
            throw StoreSetupError(
                "\(StoreRole.owner) may not create tables; as the owner of the database run: GRANT USAGE, CREATE ON "
                    + "SCHEMA public TO \(StoreRole.owner)")
        }
        try await checkSchema(connection)
    }

    /// Whether a grant would add anything. Granting again is harmless but takes locks that others may hold.
    private func isNeeded(_ grant: String, _ connection: PostgresConnection) async throws -> Bool {
        let condition =
            if grant.contains("CURRENT_USER") {
                "pg_has_role('\(StoreRole.owner)', 'MEMBER')"
            } else if grant.contains("CREATE") {
                "has_schema_privilege('\(StoreRole.owner)', 'public', 'CREATE')"
            } else {
                "has_schema_privilege('\(StoreRole.app)', 'public', 'USAGE')"
            }
        return try await connection.query("SELECT NOT \(condition)").value()
    }

    private func user(_ connection: PostgresConnection) async throws -> String {
        try await connection.query("SELECT session_user::text").value()
    }
}
