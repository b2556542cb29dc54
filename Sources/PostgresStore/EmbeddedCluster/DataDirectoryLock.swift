import Glibc

/// The right to use a data directory. The kernel takes it back when the process ends, however it ends, so a lock file left
/// behind by a killed server locks nothing.
final class DataDirectoryLock: Sendable {
    private let descriptor: Int32

    /// Throws `inUse` with the holder's process id when another process has it.
    init(_ path: String) throws(EmbeddedClusterError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSystem.failure("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let failure = FileSystem.failure("lock", path)
            // `deinit` closes the descriptor.
            guard isHeld else { throw failure }
            let holder = FileSystem.read(path)?.split(separator: "\n").first.map { " (process \($0))" } ?? ""
            throw EmbeddedClusterError(
                .inUse,
                "the data directory is in use by another server\(holder): stop that one, or choose another --data")
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = write(descriptor, text, text.count)
    }

    deinit {
        // Closing alone is not enough while a child that is being started shares the open file.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
