import Glibc

/// Files of the repository, found from this one through whatever link it is compiled by.
package enum Repository {
    /// The folder that holds the schema.
    package static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        while parts.count > 1, access(parts.joined(separator: "/") + "/schema/lifecycles", F_OK) != 0 {
            parts.removeLast()
        }
        return parts.joined(separator: "/")
    }()

    package static func path(_ relative: String) -> String { root + "/" + relative }

    /// The bytes of a file that is there.
    package static func bytes(_ relative: String) -> [UInt8] { bytes(at: path(relative)) }

    package static func bytes(at path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { preconditionFailure("\(path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    package static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "wb") else { preconditionFailure("\(path) cannot be written") }
        defer { fclose(file) }
        precondition(fwrite(bytes, 1, bytes.count, file) == bytes.count, "\(path) cannot be written")
    }
}
