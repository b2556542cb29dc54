import CivilTime
import Glibc
import NIOCore
import NIOSSL
import Requests

/// What the kernel tells of who connected to a UNIX socket (`struct ucred` of unix(7)).
private struct Credentials: Sendable {
    let process: Int32
    let user: UInt32
    let group: UInt32
}

extension Peer {
    /// Names of a certificate that are looked at, at most.
    private static let mostNames = 16

    /// Who is at the other end of TLS, which has checked what it showed. Called on the connection's event loop.
    init(certificateOf channel: any Channel) {
        guard let certificate = try? channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
            self = .unknown
            return
        }
        let end = Int64(certificate.notValidAfter).multipliedReportingOverflow(by: 1_000_000)
        self = .certificate(
            names: Array(certificate._subjectAlternativeNames().lazy.compactMap(Peer.name).prefix(Peer.mostNames)),
            end: Instant(microseconds: end.overflow ? .max : end.partialValue))
    }

    /// An alternative name after its kind. One that holds what no such name may is none: a blank, or a byte that nobody sees.
    private static func name(_ name: _SubjectAlternativeName) -> String? {
        let kind: String
        switch name.nameType {
        case .uri: kind = "uri:"
        case .email: kind = "email:"
        case .dnsName: kind = "dns:"
        default: return nil
        }
        guard !name.contents.isEmpty, name.contents.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return kind + String(decoding: name.contents, as: UTF8.self)
    }

    /// Who is at the other end of a UNIX socket, as the kernel tells.
    static func systemUser(of channel: any Channel, _ accounts: [UInt32: String]) -> EventLoopFuture<Peer> {
        guard let socket = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture(.unknown)
        }
        let asked: EventLoopFuture<Credentials> = socket.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SocketOptionName(SO_PEERCRED))
        return asked.map { .systemUser($0.user, account: accounts[$0.user]) }.recover { _ in .unknown }
    }
}
