import Glibc

/// Writes to a file descriptor to the end; whoever no longer reads ends the program quietly.
enum FileOutput {
    /// The status of a program whose output nobody reads to its end, as the shells count it: 128 and the signal SIGPIPE. It is not 0,
    /// since a verdict may have gone unread.
    private static let noReader: Int32 = 141

    static func write(_ text: String, to file: Int32) { write(Array(text.utf8), to: file) }

    static func write(_ content: [UInt8], to file: Int32) {
        var bytes = content[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, 1000)
            } else if errno == EPIPE {
                exit(noReader)
            } else if errno != EINTR {
                let reason = String(cString: strerror(errno))
                if file != STDERR_FILENO {
                    write("chancery: the output cannot be written: \(reason)\n", to: STDERR_FILENO)
                }
                exit(ExitStatus.refused.rawValue)
            }
        }
    }
}
