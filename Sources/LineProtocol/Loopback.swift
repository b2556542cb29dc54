#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which hosts are this machine itself: between them alone, plain text leaves nothing for others to read.
package enum Loopback {
    /// Whether a host's name or number means this machine, in every form that the system's resolver takes: `LOCALHOST`, `localhost.`,
    /// `127.1`, `::1`, `0:0:0:0:0:0:0:1`, `::ffff:127.0.0.1`.
    package static func holds(_ host: String) -> Bool {
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
    package static func bytes(ofIPv6 text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }
}
