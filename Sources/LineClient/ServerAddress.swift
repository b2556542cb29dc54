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
            let isPlain = rest != nil || ServerAddress.isLoopback(host)
            self = isPlain ? .tcp(host: host, port: port) : .tls(host: host, port: port)
        }
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port):
            (ServerAddress.isLoopback(host) ? "" : "tcp://") + ServerAddress.text(host, port)
        case .tls(let host, let port): "tls://" + ServerAddress.text(host, port)
        case .unix(let path): "unix:" + path
        }
    }

    /// Whether a host's name or number means this machine.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

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
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
