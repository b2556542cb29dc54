import Glibc

/// Where the folder `schema` with lifecycles and forums may lie.
package enum SchemaFolder {
    /// `CHANCERY_SCHEMA`, then `schema` here and beside or above the executable, then the system's.
    package static func candidates(_ console: Console) -> [String] {
        var result: [String] = []
        if let given = console.environment["CHANCERY_SCHEMA"], !given.isEmpty { result.append(given) }
        result.append("schema")
        var path = executable
        for _ in 0..<5 {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { break }
            path = String(path[..<slash])
            result.append(path + "/schema")
        }
        return (result + ["/usr/share/chancery/schema"]).filter { LocalFile.isDirectory($0) }
    }

    /// The names of the folders in a folder, in order.
    package static func folders(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), LocalFile.isDirectory("\(path)/\(name)") { names.append(name) }
        }
        return names.sorted()
    }

    private static var executable: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count) }
                ?? 0
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
