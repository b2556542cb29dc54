package import CivilTime
package import LineProtocol

/// What a connection shows by itself of who is at its other end, before anybody logs in.
package enum Peer: Sendable, Hashable {
    /// Nothing that could open an account.
    case unknown
    /// A client certificate that an authority of the settings signed: its alternative names, each after its kind (`uri:…`), and its end.
    case certificate(names: [String], end: Instant)
    /// A user of this machine, at the other end of a UNIX socket, and the account that the settings give them.
    case systemUser(UInt32, account: String?)

    /// How somebody may log in on this connection, as HELLO says it.
    package var methods: [Verbs.Auth.Method] {
        switch self {
        case .unknown, .systemUser(_, nil): [.token]
        case .certificate: [.token, .certificate]
        case .systemUser(_, .some): [.token, .user]
        }
    }
}
