import FoundationEssentials
package import Record

/// One step of the schema: a numbered SQL text that is never edited once it was applied anywhere.
package struct SchemaMigration: Sendable, Hashable {
    package var number: Int
    /// The file's name without its ending, `001_lifecycles`.
    package var name: String
    package var sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// SHA-256 of the text.
    package var checksum: Digest { Digest.sha256(Array(sql.utf8)) }

    /// Whether a database on which a text with this checksum was applied stands where this one leads to: it is this text, or one that
    /// it names as replaced.
    package func stands(for checksum: [UInt8]) -> Bool {
        self.checksum.bytes == checksum || replaced.contains { $0.bytes == checksum }
    }

    /// The checksums of earlier texts, which could not run on every database but led to the same schema and the same rows where they
    /// did. The first lines of the text name them: `-- Replaces SHA-256 HEX: why.`
    package var replaced: [Digest] {
        sql.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix(Self.mark) }.compactMap {
            Digest(hex: String($0.dropFirst(Self.mark.count).prefix(64)))
        }
    }

    private static let mark = "-- Replaces SHA-256 "

    /// Reads `migrations/NNN_name.sql` of a schema directory in the order of their numbers.
    package static func all(in schema: String) throws(StoreSetupError) -> [SchemaMigration] {
        let directory = schema + "/migrations"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw StoreSetupError("\(directory) cannot be read: \(error)")
        }
        var migrations: [SchemaMigration] = []
        for file in names.sorted() where file.hasSuffix(".sql") {
            let name = String(file.dropLast(4))
            guard let number = Int(name.prefix(3)), name.dropFirst(3).first == "_" else {
                throw StoreSetupError("\(directory)/\(file) is not named NNN_name.sql")
            }
            guard let data = FileManager.default.contents(atPath: directory + "/" + file),
                let sql = String(validating: data, as: UTF8.self)
            else { throw StoreSetupError("\(directory)/\(file) cannot be read as UTF-8") }
            migrations.append(SchemaMigration(number: number, name: name, sql: sql))
        }
        guard migrations.map(\.number) == Array(1..<(migrations.count + 1)), !migrations.isEmpty else {
            throw StoreSetupError("the migrations in \(directory) are not numbered from 001 without a gap")
        }
        return migrations
    }
}
