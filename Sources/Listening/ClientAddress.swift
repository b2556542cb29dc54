import LineProtocol
package import NIOCore

/// Who counts as one client by where it is.
package enum ClientAddress {
    /// The name of a client at an address of IP: the address itself, or of IPv6 the first half of it, since whoever has one has all that begin
    /// alike. Nil where nothing says who it is: on this machine, where anybody may be behind a proxy or a tunnel, and for a socket file.
    package static func name(of address: String?) -> String? {
        guard let address, !Loopback.holds(address) else { return nil }
        // An address of a link says by which one; that is this machine's own matter.
        let text = String(address.prefix { $0 != "%" })
        guard text.contains(":"), let bytes = Loopback.bytes(ofIPv6: text) else { return text }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isMapped { return bytes[12...].map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 8, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":") + "::/64"
    }
}

extension Channel {
    /// The name of the client at the other end, as ``ClientAddress/name(of:)`` has it.
    package var clientName: String? { ClientAddress.name(of: remoteAddress?.ipAddress) }
}
