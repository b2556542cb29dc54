import LineProtocol

/// Addresses of IP that begin alike: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`.
package struct AddressRange: Sendable, Hashable {
    /// Sixteen bytes; an address of IPv4 is written as IPv6 has it (RFC 4291, section 2.5.5.2).
    private let bytes: [UInt8]
    /// The bits that count.
    private let bits: Int

    /// Nil where the text is no address, or no range that begins with it.
    package init?(_ text: String) {
        let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let bytes = AddressRange.bytes(of: sides[0]) else { return nil }
        let isShort = !sides[0].contains(":")
        var bits = 128
        if sides.count == 2 {
            let most = isShort ? 32 : 128
            guard let given = Int(sides[1]), (0...most).contains(given), "\(given)" == sides[1] else { return nil }
            bits = given + (isShort ? 96 : 0)
        }
        self.bytes = bytes
        self.bits = bits
        // What does not count must be nothing: `192.0.2.1/24` may be meant otherwise.
        guard (bits..<128).allSatisfy({ bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }) else { return nil }
    }

    /// Whether an address lies in it; a text that is none lies nowhere.
    package func contains(_ address: String) -> Bool {
        guard let other = AddressRange.bytes(of: address) else { return false }
        return (0..<bits).allSatisfy { (bytes[$0 / 8] ^ other[$0 / 8]) & (0x80 >> UInt8($0 % 8)) == 0 }
    }

    /// Whether the text is an address.
    static func isAddress(_ text: String) -> Bool { bytes(of: text) != nil }

    private static func bytes(of text: String) -> [UInt8]? {
        // An address of a link says by which one; that is this machine's own matter.
        let text = String(text.prefix { $0 != "%" })
        return Loopback.bytes(ofIPv6: text.contains(":") ? text : "::ffff:" + text)
    }
}
