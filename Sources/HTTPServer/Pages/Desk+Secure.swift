import HummingbirdCore
import LineProtocol
import Listening

extension Desk {
    /// Where a request came from.
    func forwarding(_ request: WebRequest, _ context: WebContext) -> Forwarding {
        configuration.forwarding(request.headers, peer: context.peer)
    }

    /// The cookies of whoever sent a request, by the names that they have on its way.
    func cookies(_ request: WebRequest, _ context: WebContext) -> PageCookies {
        PageCookies(isSecure: forwarding(request, context).isSecure)
    }

    /// Whether somebody may speak plain text with this server: this machine itself, and the proxies that are named.
    func mayAsk(_ peer: String?) -> Bool {
        guard !configuration.isSecure, !configuration.proxies.isEmpty, let peer else { return true }
        return Loopback.holds(peer) || configuration.proxies.contains { $0.contains(peer) }
    }
}
