/// The address of a page on the web: what may be published as one.
enum WebAddress {
    /// Why a text is no address, nil where it is one: absolute, http or https, with a host, in the characters of RFC 3986.
    static func fault(in text: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            return "it does not begin with https:// or http://"
        }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != slash && $0 != question && $0 != hash }
        let isNumeric = authority.first == UInt8(ascii: "[")
        if !isNumeric, authority.contains(where: { $0 >= 0x80 || $0 == percent }) {
            return
                "its host has letters outside ASCII; write that host in its ASCII form, which begins with xn-- (browsers "
                + "copy it so)"
        }
        if let byte = text.utf8.first(where: { !isAddressByte($0) }) {
            return byte == 0x20
                ? "a space stands in it" : "a character stands in it that an address writes with %"
        }
        if authority.contains(at) { return "a name or a password stands before the host" }
        return hostFault(Array(authority)) ?? percentFault(Array(text.utf8))
    }

    /// A host and, where there is one, a port.
    private static func hostFault(_ authority: [UInt8]) -> String? {
        var host = authority[...]
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")), end > 2,
                authority[1..<end].allSatisfy({ isHex($0) || $0 == colon || $0 == dot })
            else { return "no host stands in it" }
            host = authority[(end + 1)...]
            return host.isEmpty || host.first == colon && isPort(host.dropFirst()) ? nil : "the port is none"
        }
        if let place = authority.firstIndex(of: colon) {
            host = authority[..<place]
            guard isPort(authority[(place + 1)...]) else { return "the port is none" }
        }
        // The dot at the end is that of the root (RFC 3986, 3.2.2).
        if host.count > 1, host.last == dot { host = host.dropLast() }
        let labels = host.split(separator: dot, omittingEmptySubsequences: false)
        let isHost =
            host.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
            }
        return isHost && !host.isEmpty ? nil : "no host stands in it"
    }

    private static func isPort(_ digits: ArraySlice<UInt8>) -> Bool {
        (1...5).contains(digits.count) && digits.allSatisfy(isDigit)
            && (1...65535).contains(digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }

    private static func percentFault(_ bytes: [UInt8]) -> String? {
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
            guard index + 2 < bytes.count, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else {
                return "a % in it is not followed by two hexadecimal digits"
            }
        }
        return nil
    }

    private static let (slash, question, hash) = (UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"))
    private static let percent = UInt8(ascii: "%")
    private static let (at, colon, dot, hyphen) =
        (UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "-"))
    private static let marks = Set("-._~:/?#[]@!$&'()*+,;=%".utf8)

    private static func isAddressByte(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || marks.contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
