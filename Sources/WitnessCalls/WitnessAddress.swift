import NIOCore

/// Where a witness takes checkpoints: what a policy gives as its URL, the submission prefix of C2SP tlog-witness.
package struct WitnessAddress: Sendable, Hashable {
    package let isSecure: Bool
    package let host: String
    package let port: Int
    /// What stands before `/add-checkpoint`: empty, or with a slash in front and none at its end.
    let prefix: String

    /// Nil where the text is no address of HTTP.
    package init?(_ url: String) {
        let schemes = [("https://", true, 443), ("http://", false, 80)]
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !url.contains(where: { "?#@".contains($0) }),
            let (scheme, isSecure, usualPort) = schemes.first(where: { url.hasPrefix($0.0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        var path = String(rest[authority.endIndex...])
        while path.hasSuffix("/") { path.removeLast() }
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
        prefix = path
    }

    /// The path of the call.
    var path: String { prefix + "/add-checkpoint" }

    /// The header Host.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The name to look for in a certificate; a number is not one.
    var serverName: String? { (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil }
}
