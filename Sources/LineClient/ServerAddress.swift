#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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

    /// Whether a host's name or number means this machine, in every form that the system's resolver takes: `LOCALHOST`,
    /// `127.1`, `::1`, `0:0:0:0:0:0:0:1`, `::ffff:127.0.0.1`.
    package static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name == "localhost." { return true }
        if let number = number(ofIPv4: name) { return number >> 24 == 127 }
        guard let bytes = bytes(ofIPv6: name) else { return false }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return (bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1) || (isMapped && bytes[12] == 127)
    }

    /// The number of an IPv4 address as inet_aton reads it: one to four numbers, decimal, octal or hexadecimal, of which the last
    /// fills what is left; nil for a name, also for one that merely begins with digits.
    private static func number(ofIPv4 name: String) -> UInt32? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [UInt32] = []
        for part in parts {
            guard part.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else { return nil }
            let number =
                part.hasPrefix("0x")
                ? UInt32(part.dropFirst(2), radix: 16)
                : part.count > 1 && part.hasPrefix("0") ? UInt32(part.dropFirst(), radix: 8) : UInt32(part)
            guard let number else { return nil }
            numbers.append(number)
        }
        let last = numbers.removeLast()
        guard numbers.allSatisfy({ $0 <= 255 }), UInt64(last) < 1 << UInt64(8 * (4 - numbers.count)) else { return nil }
        return numbers.enumerated().reduce(last) { $0 | $1.element << UInt32(8 * (3 - $1.offset)) }
    }

    /// The sixteen bytes of an IPv6 address; nil where it is none.
    private static func bytes(ofIPv6 text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    private static func isIPv6(_ text: Substring) -> Bool { bytes(ofIPv6: String(text)) != nil }

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
            if let colon = text.lastIndex(of: ":"), isLoopback(String(text[..<colon])) { return nil }
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
