import NIOCore

/// An address of HTTP in its parts, as it was written: `https://login.example.org/a?b`.
package struct WebAddress: Sendable, Hashable {
    package let isSecure: Bool
    package let host: String
    package let port: Int
    /// What follows the host, with its query: empty, or with a slash in front.
    package let path: String

    /// Nil where the text is no address of HTTP. A fragment and a name of a user are never part of one.
    ///
    /// - Parameter mayQuery: whether a query may follow the path.
    package init?(_ url: String, mayQuery: Bool = false) {
        let schemes = [("https://", true, 443), ("http://", false, 80)]
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !url.contains(where: { "#@".contains($0) }),
            mayQuery || !url.contains("?"),
            let (scheme, isSecure, usualPort) = schemes.first(where: { url.hasPrefix($0.0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = String(rest[authority.endIndex...])
        var host = authority
        var port = usualPort
        // The colons of an IPv6 address stand in brackets.
        if let colon = authority.lastIndex(of: ":"), authority[colon...].allSatisfy({ $0 != "]" }) {
            guard let given = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(given) else {
                return nil
            }
            host = authority[..<colon]
            port = given
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.isSecure = isSecure
        self.host = String(host)
        self.port = port
        self.path = path.hasPrefix("?") ? "/" + path : path
    }

    /// The header Host.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The name to look for in a certificate; a number is not one.
    package var serverName: String? { (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil }
}
