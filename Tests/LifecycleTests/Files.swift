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

    static func initiative() throws -> LifecycleDefinition { try lifecycle("asem-initiative") }

    /// One of the lifecycles in schema/.
    static func lifecycle(_ name: String) throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/schema/lifecycles/\(name).yaml")
    }

    /// The names of those in schema/.
    static func lifecycles() -> [String] {
        names(in: "schema/lifecycles").filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    }

    /// The names of what lies in a folder, in order.
    static func names(in folder: String) -> [String] {
        guard let handle = opendir(root + "/" + folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
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
