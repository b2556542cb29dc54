import DefinitionFiles
import Glibc
import Lifecycle

/// The repository's own files, found from this one, and the definitions that the tests use.
enum Repository {
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/")
    }()

    static func path(_ relative: String) -> String { root + "/" + relative }

    /// The lines of a text file without their ends; empty ones are left out.
    static func lines(_ relative: String) throws -> [String] {
        guard let file = fopen(path(relative), "rb") else { throw Missing(file: relative) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    static func write(_ lines: [String], to relative: String) throws {
        guard let file = fopen(path(relative), "wb") else { throw Missing(file: relative) }
        defer { fclose(file) }
        for line in lines { fputs(line + "\n", file) }
    }

    struct Missing: Error {
        let file: String
    }

    /// The first lifecycle in use.
    static func initiative() throws -> LifecycleDefinition {
        try LifecycleFile.load(path("schema/lifecycles/asem-initiative.yaml"))
    }

    /// A lifecycle with other names, where silence counts.
    static func charter() throws -> LifecycleDefinition {
        try LifecycleFile.load(path("Tests/ProposalsTests/Definitions/charter.yaml"))
    }
}
