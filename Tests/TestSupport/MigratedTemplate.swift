import Postgres
package import PostgresStore

extension TestTemplate {
    /// A database with the schema of this source tree and nothing in it.
    package static let migrated = TestTemplate(name: "migrated") { conninfo in
        _ = try await Migrator(PostgresConfiguration(conninfo: conninfo), migrations: schemaMigrations()).migrate()
    }

    /// The migrations of this source tree.
    package static func schemaMigrations() throws -> [SchemaMigration] {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return try SchemaMigration.all(in: parts.joined(separator: "/") + "/schema")
    }
}
