import CLibPQ

/// What a server says to somebody who only knocks.
package enum ServerStatus: Equatable, Sendable {
    case ready
    /// It is there and refuses connections: starting up, shutting down, or full.
    case refusing
    case unreachable

    /// Knocks without logging in. Blocks for as long as connecting does: meant for a socket of the same machine.
    package static func check(_ conninfo: String) -> ServerStatus {
        switch PQping(conninfo) {
        case PQPING_OK: .ready
        case PQPING_REJECT: .refusing
        default: .unreachable
        }
    }
}
