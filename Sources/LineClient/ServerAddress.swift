import LineProtocol

/// Where a server listens, as `CHANCERY_SERVER` and the command line write it.
package enum ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Plain text; the server offers it on loopback only.
    case tcp(host: String, port: Int)
    case tls(host: String, port: Int)
    case unix(path: String)

    /// The port where a server listens unless it is told another.
    package static let defaultPort = 7420

    /// Reads `HOST[:PORT]`, `tcp://...`, `tls://...`, `unix:PATH` or a path; nil when it is none of these.
    ///
    /// Without a scheme a loopback host means plain text, any other host TLS.
    package init?(_ text: String) {
        if let path = text.dropping("unix:") ?? (text.hasPrefix("/") ? text[...] : nil) {
            guard !path.isEmpty else { return nil }
            self = .unix(path: String(path))
        } else if let rest = text.dropping("tls://") {
            guard let (host, port) = ServerAddress.hostAndPort(rest) else { return nil }
            self = .tls(host: host, port: port)
        } else {
            let rest = text.dropping("tcp://")
            guard let (host, port) = ServerAddress.hostAndPort(rest ?? text[...]) else { return nil }
            let isPlain = rest != nil || Loopback.holds(host)
            self = isPlain ? .tcp(host: host, port: port) : .tls(host: host, port: port)
        }
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port):
            (Loopback.holds(host) ? "" : "tcp://") + ServerAddress.text(host, port)
        case .tls(let host, let port): "tls://" + ServerAddress.text(host, port)
        case .unix(let path): "unix:" + path
        }
    }

    private static func isIPv6(_ text: Substring) -> Bool { Loopback.bytes(ofIPv6: String(text)) != nil }

    private static func text(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func hostAndPort(_ text: Substring) -> (String, Int)? {
        guard !text.contains("/"), !text.contains(" ") else { return nil }
        var host = text
        var port = defaultPort
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            if !rest.isEmpty {
                guard rest.hasPrefix(":"), let number = Int(rest.dropFirst()) else { return nil }
                port = number
            }
        } else if isIPv6(text) {
            // Without brackets a port cannot be told from the address; `::1:7420` is meant to have one.
            if let colon = text.lastIndex(of: ":"), Loopback.holds(String(text[..<colon])) { return nil }
        } else if let colon = text.lastIndex(of: ":") {
            guard text.firstIndex(of: ":") == colon, let number = Int(text[text.index(after: colon)...]) else {
                return nil
            }
            host = text[..<colon]
            port = number
        }
        guard !host.isEmpty, (1...65535).contains(port) else { return nil }
        return (String(host), port)
    }
}

extension String {
    fileprivate func dropping(_ prefix: String) -> Substring? {
        prefix.count <= count && self.prefix(prefix.count).lowercased() == prefix ? dropFirst(prefix.count) : nil
    }
}
