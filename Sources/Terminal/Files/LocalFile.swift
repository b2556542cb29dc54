import DefinitionFiles
import Glibc

/// Files of this machine: read whole up to a limit, written for the owner alone.
package enum LocalFile {
    /// The most bytes that are read.
    package static let limit = 64 << 20

    /// A path that means the same in every directory.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }

    /// Where a file stands that a path leads to through symbolic links; the path itself where it leads to nothing.
    package static func destination(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Refuses a path of the command line under which nothing can be read.
    package static func check(_ path: String) throws {
        guard path == "-" || access(path, R_OK) == 0 else {
            throw CommandFailure.usage("\(TerminalText.line(path)) cannot be opened: \(reason())")
        }
    }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The text of a file that nobody named: it lay where such a file is looked for. A pipe there is not waited for.
    package static func foundText(_ path: String) throws(FileFault) -> String {
        if let obstacle = SourceText.obstacle(path) { throw FileFault(sentence: obstacle) }
        return try text(path)
    }

    /// The text of a file, without a byte order mark and with line feeds alone; `-` means the standard input.
    package static func text(_ path: String) throws(FileFault) -> String {
        let bytes = try bytes(path)
        do { return try SourceText.decoded(bytes) } catch { throw FileFault(sentence: error.sentenceWithLine) }
    }

    package static func bytes(_ path: String) throws(FileFault) -> [UInt8] {
        let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileFault(sentence: "cannot be opened: \(reason())") }
        defer { if file != STDIN_FILENO { close(file) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw FileFault(sentence: "cannot be read: \(reason())")
            }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw FileFault(sentence: "is larger than \(limit) bytes") }
        }
    }

    /// Reads a file of any length a part at a time; `-` means the standard input.
    package static func chunks(_ path: String, _ body: ([UInt8]) throws -> Void) throws {
        let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileFault(sentence: "cannot be opened: \(reason())") }
        defer { if file != STDIN_FILENO { close(file) } }
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count == 0 { return }
            if count > 0 {
                try body(Array(chunk[..<count]))
            } else if errno != EINTR {
                throw FileFault(sentence: "cannot be read: \(reason())")
            }
        }
    }

    /// Writes a file that only its owner can read, whole or not at all: through another name, then renamed.
    package static func writePrivate(_ text: String, to path: String) throws(FileFault) {
        try writePrivate(Array(text.utf8), to: path)
    }

    /// The same of bytes.
    package static func writePrivate(_ bytes: [UInt8], to path: String) throws(FileFault) {
        let draft = path + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileFault(sentence: "cannot be made: \(reason())") }
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let why = reason()
                close(file)
                unlink(draft)
                throw FileFault(sentence: "cannot be written: \(why)")
            }
            left = left.dropFirst(count)
        }
        fsync(file)
        close(file)
        guard rename(draft, path) == 0 else {
            let why = reason()
            unlink(draft)
            throw FileFault(sentence: "cannot be put in place: \(why)")
        }
    }

    /// Makes a directory for its owner alone, unless it is there.
    package static func makePrivateDirectory(_ path: String) throws(FileFault) {
        if isDirectory(path) { return }
        guard mkdir(path, 0o700) == 0 else { throw FileFault(sentence: "cannot be made: \(reason())") }
    }

    /// The permission bits of a file, nil where there is none.
    package static func mode(_ path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    /// Removes a file.
    package static func remove(_ path: String) { unlink(path) }

    /// The names of what stands in a folder, in order; none where there is no such folder.
    package static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Whether a directory holds nothing, not even what is hidden.
    package static func isEmpty(_ path: String) -> Bool {
        guard let directory = opendir(path) else { return false }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Itself and what it is in.
        return count <= 2
    }

    /// Removes an empty directory.
    package static func removeDirectory(_ path: String) { rmdir(path) }

    package static func reason() -> String { String(cString: strerror(errno)) }
}
