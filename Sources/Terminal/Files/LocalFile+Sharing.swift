import Glibc

extension LocalFile {
    /// Writes a file that others may read, whole or not at all: beside its place, then renamed. One that is there keeps its permissions
    /// and its owner, and a link goes on pointing at it. A device or a pipe is written to.
    package static func writeShared(_ text: String, to path: String) throws(FileFault) {
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG { return try writeThrough(text, to: path) }
        // To replace a file one only has to write its folder: whoever may not write the file itself is refused as before.
        guard !isThere || access(path, W_OK) == 0 else { throw FileFault(sentence: "cannot be written: \(reason())") }
        let place = try pointedAt(path)
        let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
        var draft = Array("\(folder).chancery.XXXXXX".utf8CString)
        let file = mkstemp(&draft)
        guard file >= 0 else {
            // In a folder of somebody else's a file of one's own can be written in place alone.
            guard isThere, errno == EACCES || errno == EPERM else {
                throw FileFault(sentence: "cannot be written: \(reason())")
            }
            return try writeThrough(text, to: path)
        }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        do throws(FileFault) {
            try put(text, into: file)
            if isThere {
                // Another's file may be given back by the administrator alone.
                _ = fchown(file, status.st_uid, status.st_gid)
            }
            guard fchmod(file, isThere ? status.st_mode & 0o7777 : 0o644 & ~mask) == 0, fsync(file) == 0 else {
                throw FileFault(sentence: "cannot be written: \(reason())")
            }
            guard rename(draft, place) == 0 else { throw FileFault(sentence: "cannot be put in place: \(reason())") }
        } catch {
            close(file)
            unlink(draft)
            throw error
        }
        close(file)
    }

    /// What a link points at, or the path itself: also where nothing is there yet.
    private static func pointedAt(_ path: String) throws(FileFault) -> String {
        var place = path
        for _ in 0..<40 {
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(place, &target, Int(PATH_MAX))
            guard count >= 0 else { return place }
            let text = String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
            place = text.hasPrefix("/") ? text : folder + text
        }
        throw FileFault(sentence: "cannot be written: \(String(cString: strerror(ELOOP)))")
    }

    /// Writes to what is there, or into a new file.
    private static func writeThrough(_ text: String, to path: String) throws(FileFault) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileFault(sentence: "cannot be written: \(reason())") }
        do throws(FileFault) { try put(text, into: file) } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw FileFault(sentence: "cannot be written: \(reason())") }
    }

    private static func put(_ text: String, into file: Int32) throws(FileFault) {
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFault(sentence: "cannot be written: \(reason())") }
            left = left.dropFirst(count)
        }
    }

    /// The permissions that new files do not get.
    private static var mask: mode_t {
        let present = umask(0)
        umask(present)
        return present
    }
}
