import DefinitionFiles
import Glibc
import Lifecycle

/// Where the repository's own files lie, and the definitions that tests use.
enum Files {
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    static func initiative() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/schema/lifecycles/asem-initiative.yaml")
    }

    static func norm() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/Tests/LifecycleTests/Definitions/norm.yaml")
    }

    static func note() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/Tests/LifecycleTests/Definitions/note.yaml")
    }
}

extension Files {
    struct Unreadable: Error { var path: String }

    static func text(_ relative: String) throws -> String {
        guard let file = fopen(root + "/" + relative, "rb") else { throw Unreadable(path: relative) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
