import Glibc
import Record
import Terminal

/// A file that is open: read and written in parts, closed when nobody holds it any more.
final class OpenFile {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Opens a file for reading.
    static func reading(_ path: String) throws(FileFault) -> OpenFile {
        try opened(open(path, O_RDONLY | O_CLOEXEC))
    }

    /// Opens a file for reading and writing, for one program at a time; makes it where there is none. A link is not followed.
    ///
    /// Nil where another program has it, or had it until now and gave it another name. The lock ends with whoever holds it.
    static func writingAlone(_ path: String, waits: Bool = false) throws(FileFault) -> OpenFile? {
        let file = try opened(open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644))
        while flock(file.descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return nil
            default: throw FileFault(sentence: "cannot be locked: \(reason)")
            }
        }
        var (held, named) = (stat(), stat())
        guard fstat(file.descriptor, &held) == 0, lstat(path, &named) == 0, held.st_ino == named.st_ino,
            held.st_dev == named.st_dev
        else { return nil }
        return file
    }

    private static func opened(_ descriptor: Int32) throws(FileFault) -> OpenFile {
        guard descriptor >= 0 else { throw FileFault(sentence: "cannot be opened: \(reason)") }
        let file = OpenFile(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileFault(sentence: "is not a regular file")
        }
        return file
    }

    /// How many bytes it has now.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Its bytes from an offset on, as many as asked for unless it ends before.
    func bytes(from offset: Int, count: Int) throws(FileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[got...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(offset + got))
            }
            if read == 0 { break }
            guard read > 0 else {
                if errno == EINTR { continue }
                throw FileFault(sentence: "cannot be read: \(OpenFile.reason)")
            }
            got += read
        }
        return Array(bytes.prefix(got))
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(FileFault) {
        var done = 0
        while done < bytes.count {
            let written = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
            }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw FileFault(sentence: "cannot be written: \(OpenFile.reason)")
            }
            done += written
        }
    }

    /// Cuts it to a size.
    func cut(to size: Int) throws(FileFault) {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw FileFault(sentence: "cannot be written: \(OpenFile.reason)")
        }
    }

    /// Waits until it is on the disk.
    func settle() throws(FileFault) {
        guard fsync(descriptor) == 0 else { throw FileFault(sentence: "cannot be written: \(OpenFile.reason)") }
    }

    /// The digest of everything in it.
    func digest() throws(FileFault) -> String {
        var stream = Digest.Stream()
        var offset = 0
        while true {
            let part = try bytes(from: offset, count: 1 << 16)
            if part.isEmpty { return stream.value.hex }
            stream.update(part)
            offset += part.count
        }
    }

    static var reason: String { String(cString: strerror(errno)) }
}
