import DefinitionTree
import Glibc

/// Reads the text files that people write: definitions, tables, settings, drafts, keys.
///
/// They are UTF-8. A byte order mark is taken off, and every line ends with a line feed afterwards, however the file ended it
/// (CR LF, CR alone). Another encoding is named, with the line where it shows and how to save the file.
package enum SourceText {
    /// The most bytes that one file of a definition may hold.
    static let limit = 8 << 20

    /// Why bytes are no text.
    package struct Flaw: Error, Sendable, Hashable {
        /// Where it shows, from 1.
        package let line: Int
        /// What follows the file's name in a sentence.
        let problem: String
        let detail: String

        /// A sentence for messages that give the line in front of it.
        package var sentence: String { "\(problem): \(detail)" }

        /// A sentence that gives the line itself.
        package var sentenceWithLine: String { "\(problem) (line \(line)): \(detail)" }
    }

    /// The text of a file, or a fault that says why it cannot be read.
    /// What a definition names is a file; of a pipe nobody may ever write, so it is waited for only where a person named it.
    static func load(_ path: String, mayBePipe: Bool = false) throws(DefinitionFault) -> String {
        if !mayBePipe, let sentence = obstacle(path) { throw DefinitionFault(file: path, line: 0, sentence: sentence) }
        do { return try decoded(bytes(path)) } catch let flaw as Flaw {
            throw DefinitionFault(file: path, line: flaw.line, sentence: flaw.sentence)
        } catch let fault as DefinitionFault {
            throw fault
        } catch {
            throw DefinitionFault(file: path, line: 0, sentence: "cannot be read: \(error)")
        }
    }

    /// The text that bytes are, without a byte order mark and with line feeds alone.
    package static func decoded(_ bytes: [UInt8]) throws(Flaw) -> String {
        if let flaw = wideFlaw(bytes) { throw flaw }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        if let place = bytes.firstIndex(of: 0) {
            throw Flaw(
                line: line(of: place, in: bytes), problem: "is no text",
                detail: "it holds a NUL byte, which no text has; write the file again with a text editor")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw narrowFlaw(bytes) }
        return bytes.contains(carriageReturn) ? String(decoding: lineFeeds(bytes), as: UTF8.self) : text
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let advice = "save the file as UTF-8 (Excel: \"CSV UTF-8\"; Notepad: the encoding UTF-8)"

    private static func lineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in bytes {
            if byte == carriageReturn {
                result.append(lineFeed)
            } else if !(wasReturn && byte == lineFeed) {
                result.append(byte)
            }
            wasReturn = byte == carriageReturn
        }
        return result
    }

    /// UTF-16 or UTF-32, with its mark or by the zero in every other byte of a short beginning.
    private static func wideFlaw(_ bytes: [UInt8]) -> Flaw? {
        let beginning = bytes.prefix(64)
        let zeros = beginning.count { $0 == 0 }
        let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        guard isMarked || beginning.count >= 4 && zeros * 5 >= beginning.count * 2 else { return nil }
        let name = zeros * 2 > beginning.count ? "UTF-32" : "UTF-16"
        return Flaw(
            line: 1, problem: "is not UTF-8",
            detail: "it is \(name), which Windows calls Unicode; \(advice)")
    }

    /// What the first byte that is not UTF-8 means in the encoding that Windows uses in the west.
    private static func narrowFlaw(_ bytes: ArraySlice<UInt8>) -> Flaw {
        let place = firstInvalid(bytes)
        let byte = meaning(of: bytes[place])
        let detail = byte.letter.map { "\($0), which this file may be" } ?? "\(byte.name) is not valid here"
        return Flaw(line: line(of: place, in: bytes), problem: "is not UTF-8", detail: "\(detail); \(advice)")
    }

    /// What is wrong with the first byte of a text that is not UTF-8, as the end of a sentence; empty where nothing is.
    package static func flaw(in bytes: [UInt8]) -> String {
        guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) == nil else { return "" }
        let byte = meaning(of: bytes[firstInvalid(bytes[...])])
        return byte.letter ?? "\(byte.name) is not valid here"
    }

    /// A byte by its digits, and the letter that it is in the encoding that Windows uses in the west.
    private static func meaning(of byte: UInt8) -> (name: String, letter: String?) {
        let name = "the byte \(String(byte, radix: 16, uppercase: true))"
        return (name, windows1252(byte).map { "\(name) is \"\($0)\" in Windows-1252" })
    }

    private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var place = bytes.startIndex
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { place += UTF8.width(scalar) }
        return min(place, bytes.endIndex - 1)
    }

    private static func windows1252(_ byte: UInt8) -> Character? {
        if byte >= 0xA0 { return Character(Unicode.Scalar(byte)) }
        let letters = Array("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ")
        guard byte >= 0x80, letters[Int(byte) - 0x80] != " " else { return nil }
        return letters[Int(byte) - 0x80]
    }

    private static func line(of place: Int, in bytes: ArraySlice<UInt8>) -> Int {
        1 + lineFeeds(bytes[..<place]).count { $0 == lineFeed }
    }

    private static func bytes(_ path: String) throws(DefinitionFault) -> [UInt8] {
        func fault(_ sentence: String) -> DefinitionFault { DefinitionFault(file: path, line: 0, sentence: sentence) }
        guard let file = fopen(path, "rb") else { throw fault("cannot be opened: \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw fault("is larger than \(limit) bytes") }
        }
        guard ferror(file) == 0 else { throw fault("cannot be read: \(String(cString: strerror(errno)))") }
        return bytes
    }

    /// Why nothing can be read as a file under a path; nil where a file stands there.
    package static func obstacle(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "cannot be opened: \(String(cString: strerror(errno)))" }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return "is a folder, and a file is needed"
        case S_IFIFO: return "is a named pipe, and a file is needed"
        case S_IFSOCK: return "is a socket, and a file is needed"
        default: return "is a device, and a file is needed"
        }
    }

    /// Why a file may not name this path; nil where it may: relative, and at most so many folders up.
    static func misplaced(_ path: String, ups: Int) -> String? {
        var depth = 0
        for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
            depth += part == ".." ? -1 : 1
            if depth < -ups { break }
        }
        let isOutside = path.hasPrefix("/") || depth < -ups
        guard isOutside else { return nil }
        let near =
            ups == 1
            ? "beside this one, or in a folder beside its folder (../forms/…)" : "at most \(ups) folders up (../../…)"
        return "\"\(path.prefix(80))\" leads outside the definition's folders; a file that it names must be \(near)"
    }

    /// A path that a file names, relative to the folder that the file lies in.
    static func resolve(_ path: String, from file: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        guard let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }
}
