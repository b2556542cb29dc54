package import LineProtocol

/// Why a conversation with a server failed; a refusal is not one of these but an answer.
package enum ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection came about.
    case unreachable(address: String, reason: String)
    /// What answered is not a Chancery server of this protocol.
    case notChancery(reason: String)
    /// The server said BYE with this reason.
    case dismissed(Failure)
    /// The connection ended without a reason.
    case closed(reason: String)
    /// No answer came in time; the request's effect is unknown.
    case timedOut(reason: String)

    /// Whether no server was reached at all.
    package var isUnreachable: Bool {
        switch self {
        case .unreachable, .notChancery: true
        case .dismissed, .closed, .timedOut: false
        }
    }

    package var description: String {
        switch self {
        case .unreachable(let address, let reason): "no server can be reached at \(address): \(reason)"
        case .notChancery(let reason): "what answers there is not a Chancery server: \(reason)"
        case .dismissed(let failure): "the server closed the connection: \(failure)"
        case .closed(let reason): "the connection ended: \(reason)"
        case .timedOut(let reason): "\(reason); its effect is unknown"
        }
    }
}
