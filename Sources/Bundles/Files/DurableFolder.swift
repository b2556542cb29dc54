import Failpoints

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder whose files are replaced whole and are on the disk before a write returns. One process at a time has it.
package final class DurableFolder: Sendable {
    package let path: String
    private let lock: Int32

    /// Opens a folder, makes it (mode 0700) where it is missing, and locks it until this value is gone.
    package init(_ path: String) throws(FolderFault) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .last("made", path) }
        let file = path + "/lock"
        lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .last("opened", file) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .locked(path: file)
        }
    }

    deinit { close(lock) }

    /// The bytes of a file; nil where there is none.
    package func read(_ name: String, limit: Int = 1 << 24) throws(FolderFault) -> [UInt8]? {
        let file = path + "/" + name
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .last("opened", file)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { Self.readOnce(descriptor, $0) }
            guard count >= 0 else { throw .last("read", file) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else { throw .malformed(path: file, why: "longer than \(limit) bytes") }
        }
    }

    /// Replaces a file: written beside it, flushed to the disk, renamed, and the name flushed too.
    package func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws(FolderFault) {
        let file = path + "/" + name
        let temporary = file + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw .last("opened", temporary) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Self.writeOnce(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw .last("written", temporary)
            }
            written += count
        }
        let flushed = fsync(descriptor) == 0
        guard close(descriptor) == 0, flushed else { throw .last("flushed to the disk", temporary) }
        Failpoint.fileFlushed.reached()
        guard rename(temporary, file) == 0 else { throw .last("renamed", temporary) }
        Failpoint.fileRenamed.reached()
        try flushNames()
    }

    private func flushNames() throws(FolderFault) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("opened", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("flushed to the disk", path) }
    }

    // The members of this type hide the functions of the system that have the same names.
    private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func writeOnce(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}
