#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file of the signer or the witness could not be read or written.
package enum FolderFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on which file, and what the system said.
    case system(String, path: String, why: String)
    /// Another process holds the lock.
    case locked(path: String)
    case malformed(path: String, why: String)

    package var description: String {
        switch self {
        case .system(let what, let path, let why): "\(path) cannot be \(what): \(why)"
        case .locked(let path): "\(path) is locked: another process works with this folder; stop it first"
        case .malformed(let path, let why): "\(path): \(why)"
        }
    }

    /// The fault of the last call of the system.
    static func last(_ what: String, _ path: String) -> FolderFault {
        .system(what, path: path, why: String(cString: strerror(errno)))
    }
}
