import Glibc
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct SchemaDirectoryTests {
    /// A place with `schema/migrations` under some of its directories.
    private func place(_ schemas: [String]) throws -> String {
        let root = try TestRoot.makeDirectory("schema")
        for schema in schemas + ["bin", "current/deep"] {
            var path = root
            for part in (schemas.contains(schema) ? schema + "/migrations" : schema).split(separator: "/") {
                path += "/" + part
                mkdir(path, 0o755)
            }
        }
        return root
    }

    @Test(
        arguments: [
            (["given"], "given", "given"), (["share/chancery/schema", "schema"], nil, "share/chancery/schema"),
            (["bin/schema", "schema"], nil, "bin/schema"), (["schema", "current/schema"], nil, "schema"),
            (["current/schema"], nil, "current/schema"), (["current/deep/schema"], nil, "current/deep/schema"),
        ] as [([String], String?, String)])
    func isFound(schemas: [String], override: String?, expected: String) throws {
        let root = try place(schemas)
        let found = try SchemaDirectory.find(
            override: override.map { "\(root)/\($0)" }, executable: "\(root)/bin/chancery",
            current: "\(root)/current/deep")
        #expect(found == "\(root)/\(expected)")
    }

    @Test func saysWhereItLooked() throws {
        let root = try place(["schema"])
        #expect {
            try SchemaDirectory.find(override: "\(root)/none", executable: "\(root)/bin/chancery", current: root)
        } throws: { "\($0)" == "CHANCERY_SCHEMA is \(root)/none, but there is no directory \(root)/none/migrations" }
        #expect {
            try SchemaDirectory.find(override: nil, executable: "/no/bin/chancery", current: "/else")
        } throws: { error in
            ["CHANCERY_SCHEMA", "/no/share/chancery/schema", "/no/bin/schema", "/no/schema", "/else/schema"]
                .allSatisfy("\(error)".contains)
        }
    }

    @Test func migrationsAreReadInOrder() throws {
        let migrations = try TestTemplate.schemaMigrations()
        #expect(migrations.first?.name == "001_lifecycles")
        #expect(migrations.map(\.number) == Array(1...migrations.count))
        #expect(throws: StoreSetupError.self) { try SchemaMigration.all(in: "/nonexistent") }
    }
}
