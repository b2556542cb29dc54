import Glibc

/// The few file operations the cluster needs, with errors that name the path.
enum FileSystem {
    /// The words of `errno` for a failed action on a path.
    static func failure(_ action: String, _ path: String) -> EmbeddedClusterError {
        EmbeddedClusterError(.fileSystem, "cannot \(action) \(path): \(String(cString: strerror(errno)))")
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    static func isDirectory(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    static func exists(_ path: String) -> Bool {
        status(path) != nil
    }

    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }

    /// The absolute path without symbolic links.
    static func resolve(_ path: String) throws(EmbeddedClusterError) -> String {
        guard let resolved = realpath(path, nil) else { throw failure("resolve", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Makes a directory with its parents; answers whether it was made now.
    @discardableResult
    static func makeDirectory(_ path: String, mode: mode_t) throws(EmbeddedClusterError) -> Bool {
        if mkdir(path, mode) == 0 { return true }
        if errno == EEXIST { return false }
        guard errno == ENOENT, let parent = parent(of: path) else { throw failure("make the directory", path) }
        try makeDirectory(parent, mode: 0o755)
        guard mkdir(path, mode) == 0 else { throw failure("make the directory", path) }
        return true
    }

    private static func parent(of path: String) -> String? {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return nil }
        return slash == rest.startIndex ? nil : String(rest[..<slash])
    }

    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Removes a file, or a directory with all it holds. Never follows a symbolic link.
    static func remove(_ path: String) {
        if isDirectory(path) {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// The text of a small file, or nil when it cannot be read.
    static func read(_ path: String, limit: Int = 1 << 20) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// So many bytes of a file from one on; nil where it has fewer.
    static func bytes(_ path: String, at offset: UInt64, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }

    /// Appends text to a file.
    static func append(_ text: String, to path: String) throws(EmbeddedClusterError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw failure("write", path)
        }
    }

    /// The last part of a file, for an error message.
    static func tail(_ path: String, from offset: off_t = 0, lines: Int = 12) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        return tail(descriptor, from: offset, lines: lines)
    }

    /// The same of an open file.
    static func tail(_ descriptor: Int32, from offset: off_t = 0, lines: Int) -> String {
        let size = lseek(descriptor, 0, SEEK_END)
        lseek(descriptor, max(offset, size - 8192), SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return "" }
        return String(decoding: buffer[..<count], as: UTF8.self)
            .split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
