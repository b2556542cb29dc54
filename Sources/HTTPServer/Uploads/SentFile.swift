import Glibc
import NIOCore
import NIOPosix
import Record

/// A file that a browser sent. Its bytes lie in a file of this machine that has no name, and is gone with the last who holds it: the record
/// asks for the digest of a document before it takes its first byte, and the digest is known after the last.
final class SentFile: Sendable {
    /// What the browser says that it is called; empty where none was chosen.
    let name: String
    let size: Int
    /// SHA-256.
    let digest: Digest
    private let descriptor: Int32

    fileprivate init(name: String, size: Int, digest: Digest, descriptor: Int32) {
        self.name = name
        self.size = size
        self.digest = digest
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Why bytes could not be kept or read again.
    struct Fault: Error {
        let reason: String

        init() { reason = String(cString: strerror(errno)) }
    }

    /// Whether there is anything in it.
    var isThere: Bool { size > 0 }

    /// Bytes from an offset on, as many as there are of these.
    func bytes(from offset: Int, count: Int) async throws -> [UInt8] {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            var bytes = [UInt8](repeating: 0, count: min(count, size - offset))
            var have = 0
            while have < bytes.count {
                let read = bytes.withUnsafeMutableBytes { buffer in
                    pread(descriptor, buffer.baseAddress?.advanced(by: have), buffer.count - have, off_t(offset + have))
                }
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { throw Fault() }
                have += read
            }
            return bytes
        }
    }

    /// Takes the bytes of a file one after the other.
    struct Spool: ~Copyable {
        private let name: String
        private let descriptor: Int32
        private var size = 0
        private var digest = Digest.Stream()
        private let most: Int

        init(name: String, most: Int) throws(Fault) {
            self.name = name
            self.most = most
            let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(folder)/chancery-XXXXXX".utf8CString)
            let opened = mkstemp(&template)
            guard opened >= 0 else { throw Fault() }
            unlink(template)
            _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
            descriptor = opened
        }

        deinit { close(descriptor) }

        mutating func write(_ bytes: [UInt8]) async throws {
            guard size + bytes.count <= most else { throw MultipartFault.longFile(limit: most) }
            size += bytes.count
            digest.update(bytes)
            let descriptor = descriptor
            try await NIOThreadPool.singleton.runIfActive {
                var done = 0
                while done < bytes.count {
                    let wrote = bytes.withUnsafeBytes { buffer in
                        Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                    }
                    if wrote < 0, errno == EINTR { continue }
                    guard wrote > 0 else { throw Fault() }
                    done += wrote
                }
            }
        }

        /// The file, whole.
        func finished() throws(Fault) -> SentFile {
            let own = dup(descriptor)
            guard own >= 0 else { throw Fault() }
            _ = fcntl(own, F_SETFD, FD_CLOEXEC)
            return SentFile(name: name, size: size, digest: digest.value, descriptor: own)
        }
    }
}
