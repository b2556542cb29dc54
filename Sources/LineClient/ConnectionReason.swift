import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a connection did not come about or ended, in words for the person who asked for it.
enum ConnectionReason {
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return text(first.error) }
            return "the host \(error.host) is not known"
        case let error as IOError: return text(ofErrno: error.errnoCode)
        case ChannelError.connectTimeout(_): return "nothing answered within the time allowed"
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: return text(ofTLS: "\(error)")
        case is ChannelError: return "the connection was cut"
        default: return "\(error)"
        }
    }

    private static func text(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nothing listens there; is the server running?"
        case ENOENT: "there is no such socket; is the server running?"
        case EACCES, EPERM: "this user may not connect to it"
        case ETIMEDOUT: "nothing answered within the time allowed"
        case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: "no way leads there from this machine"
        case ECONNRESET, EPIPE: "the connection was cut"
        default: String(cString: strerror(code))
        }
    }

    /// The library tells its reasons only inside its texts.
    private static func text(ofTLS description: String) -> String {
        let reasons = [
            (
                "ALERT_CERTIFICATE_EXPIRED",
                "it refused the certificate of --certificate, whose days are over; get a new one"
            ),
            (
                "ALERT_UNKNOWN_CA",
                "it refused the certificate of --certificate, which no authority signed that it trusts"
            ),
            (
                "ALERT_UNSUPPORTED_CERTIFICATE",
                "it refused the certificate of --certificate, which is not one for clients"
            ),
            ("ALERT_BAD_CERTIFICATE", "it refused the certificate of --certificate"),
            ("CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted; name the certificate to trust with --trust"),
            ("failedToValidateHostname", "its certificate is for another host name"),
            (
                "unableToValidateCertificate",
                "its certificate is not trusted; name the certificate to trust with --trust"
            ),
            ("WRONG_VERSION_NUMBER", "it does not speak TLS; a server without TLS is reached as tcp://HOST:PORT"),
            ("PROTOCOL_VERSION", "it does not speak TLS 1.3"),
            ("HANDSHAKE_FAILURE", "it refused the TLS handshake"), ("uncleanShutdown", "the connection was cut"),
        ]
        return "TLS: " + (reasons.first { description.contains($0.0) }?.1 ?? "no connection could be agreed on with it")
    }
}
