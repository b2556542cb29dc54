/// The few forms of DER (X.690) in which keys, signatures and certificates are written.
package enum DER {
    package static let sequence: UInt8 = 0x30
    package static let integer: UInt8 = 0x02
    package static let bitString: UInt8 = 0x03

    /// A number that is not below 0, big-endian, in as few bytes as keep its sign.
    package static func unsigned(_ number: some Collection<UInt8>) -> [UInt8] {
        let digits = Array(number.drop { $0 == 0 })
        return (digits.first ?? 0x80) & 0x80 == 0 ? digits : [0] + digits
    }

    /// One value: its tag, the length of what it holds, and that.
    package static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        let digits = UInt32(truncatingIfNeeded: content.count).bigEndianBytes.drop { $0 == 0 }
        return [tag, 0x80 | UInt8(digits.count)] + digits + content
    }
}
