import Glibc

/// What the system says of a file itself, links not followed. Asked here alone: where SwiftNIO is imported as well, the compiler takes the
/// structure of it now from the C library and now from SwiftNIO.
package struct FileFacts: Sendable {
    package let permissions: UInt32
    package let isLink: Bool
    package let isDevice: Bool

    /// Nil where there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        permissions = UInt32(status.st_mode & 0o777)
        isLink = status.st_mode & S_IFMT == S_IFLNK
        isDevice = status.st_mode & S_IFMT == S_IFCHR
    }
}
