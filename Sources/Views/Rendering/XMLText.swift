/// Text inside XML: escaped, and without the characters that XML 1.0 cannot hold.
enum XMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars where isAllowed(scalar) {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }

    /// Whether a text can stand as an address for readers: http or https, without spaces or what an IRI forbids.
    static func isAddress(_ text: String) -> Bool {
        // A scheme is the same in capitals (RFC 3986, section 3.1).
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard ["https", "http"].contains(scheme), text.dropFirst(scheme.count).hasPrefix("://"), text.utf8.count <= 2000
        else { return false }
        let host = text.drop { $0 != "/" }.dropFirst(2)
        guard let first = host.first, first != "/" else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>\"{}|\\^`".unicodeScalars.contains($0)
                && !$0.properties.isWhitespace
        } && hasGoodPercents(text)
    }

    private static func hasGoodPercents(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isHex(_ index: Int) -> Bool {
            index < bytes.count
                && ((0x30...0x39).contains(bytes[index]) || (0x41...0x46).contains(bytes[index] & 0xDF))
        }
        return bytes.indices.allSatisfy { bytes[$0] != UInt8(ascii: "%") || (isHex($0 + 1) && isHex($0 + 2)) }
    }
}
