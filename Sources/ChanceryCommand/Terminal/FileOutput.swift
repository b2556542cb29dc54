import Glibc

/// Writes to a file descriptor to the end; whoever no longer reads ends the program quietly.
enum FileOutput {
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
            } else if errno != EINTR {
                exit(ExitStatus.refused.rawValue)
            }
        }
    }
}
