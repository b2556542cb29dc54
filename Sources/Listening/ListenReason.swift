import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why an address cannot be listened on, in words for the operator, with what to do.
enum ListenReason {
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as IOError:
            switch error.errnoCode {
            case EADDRINUSE: "another program is already listening there; stop it, or choose another port"
            case EACCES, EPERM: "this user may not listen there; choose a port from 1024 up, or a directory of your own"
            case EADDRNOTAVAIL: "this machine has no such address"
            case ENOENT: "the directory of the socket does not exist"
            case ENAMETOOLONG: "the path of the socket is too long"
            default: String(cString: strerror(error.errnoCode))
            }
        case let error as SocketAddressError.UnknownHost: "the host \(error.host) is not known"
        case SocketAddressError.unixDomainSocketPathTooLong: "the path of the socket is too long; use a shorter one"
        case is NIOSSLError, is BoringSSLError:
            "the certificate and its key cannot be read; give two files in PEM form, the certificate's chain and its key"
        default: "\(error)"
        }
    }

    /// Whether another program listens there.
    static func isTaken(_ error: any Error) -> Bool { (error as? IOError)?.errnoCode == EADDRINUSE }
}
