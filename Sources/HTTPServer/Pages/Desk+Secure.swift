import HummingbirdCore
import LineProtocol
import Listening

extension Desk {
    /// Whether whoever connects speaks TLS.
    var isSecure: Bool { configuration.isSecure }

    /// Where a request came from.
    func forwarding(_ request: WebRequest, _ context: WebContext) -> Forwarding {
        Forwarding(request.headers, peer: context.peer, isSecure: isSecure, proxies: configuration.proxies)
    }

    /// Whether somebody may speak plain text with this server: this machine itself, and the proxies that are named.
    func mayAsk(_ peer: String?) -> Bool {
        guard !isSecure, !configuration.proxies.isEmpty, let peer else { return true }
        return Loopback.holds(peer) || configuration.proxies.contains { $0.contains(peer) }
    }
}
