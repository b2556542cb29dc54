import Glibc

extension ImportVocabulary {
    /// The files of a forum's folder that say how sources write things; what the first says goes.
    static let files = ["import.yaml", "forum.yaml"]

    /// The vocabulary beside a file; else that of the forum in the nearest folder of schemas; else an empty one.
    static func found(beside file: String, forum: String, _ console: Console) throws -> ImportVocabulary {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        for candidate in [folder] + SchemaFolder.candidates(console).map({ "\($0)/forums/\(forum)" }) {
            if let found = try inFolder(candidate) { return found }
        }
        // A trial forum has a name of its own; where there is only one forum's data, it is that.
        for schema in SchemaFolder.candidates(console) {
            let forums = SchemaFolder.folders(in: "\(schema)/forums")
            if forums.count == 1, let found = try inFolder("\(schema)/forums/\(forums[0])") { return found }
        }
        return ImportVocabulary()
    }

    /// The vocabulary of a forum's folder, nil where it holds none.
    static func inFolder(_ folder: String) throws -> ImportVocabulary? {
        let present = files.map { "\(folder)/\($0)" }.filter { LocalFile.exists($0) }
        guard !present.isEmpty else { return nil }
        var vocabulary = ImportVocabulary()
        for file in present { vocabulary.merge(try ImportVocabulary(file: file)) }
        return vocabulary
    }
}

/// Where the folder `schema` with lifecycles and forums may lie.
enum SchemaFolder {
    /// `CHANCERY_SCHEMA`, then `schema` here and beside or above the executable, then the system's.
    static func candidates(_ console: Console) -> [String] {
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
    static func folders(in path: String) -> [String] {
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
