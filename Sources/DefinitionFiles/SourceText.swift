import Glibc
import Lifecycle

/// Reads the text files that definitions and data stand in.
enum SourceText {
    /// The most bytes that one file may hold.
    static let limit = 8 << 20

    /// The text of a file, or a fault that says why it cannot be read.
    static func load(_ path: String) throws(DefinitionFault) -> String {
        guard let file = fopen(path, "rb") else {
            throw DefinitionFault(
                file: path, line: 0, sentence: "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw DefinitionFault(file: path, line: 0, sentence: "is larger than \(limit) bytes")
            }
        }
        guard ferror(file) == 0 else {
            throw DefinitionFault(file: path, line: 0, sentence: "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DefinitionFault(file: path, line: line(ofInvalid: bytes), sentence: "is not valid UTF-8")
        }
        return text
    }

    /// A path that a file names, relative to the folder that the file lies in.
    static func resolve(_ path: String, from file: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        guard let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }

    private static func line(ofInvalid bytes: [UInt8]) -> Int {
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { return line }
            line += 1
        }
        return line
    }
}
