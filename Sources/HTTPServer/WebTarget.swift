/// The address of a request in its parts: the path's segments and the query's pairs, each decoded.
struct WebTarget: Sendable {
    /// Why an address cannot be read.
    struct Fault: Error, Equatable {
        /// What is wrong, as a sentence.
        let sentence: String
    }

    /// What stands between the slashes; empty where two follow each other.
    let segments: [String]
    /// In the order in which they were given. Of a word without `=` the value is empty.
    let query: [(name: String, value: String)]

    /// Reads `/a/b?c=d`. Percent encoding is undone after the parts are taken apart; a plus sign is itself.
    init(_ target: String) throws(Fault) {
        let whole = target.prefix { $0 != "#" }
        var path = Responder.path(of: target)
        if path.hasPrefix("/") { path = path.dropFirst() }
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try WebTarget.decoded(segment))
        }
        self.segments = segments
        var query: [(name: String, value: String)] = []
        if let mark = whole.firstIndex(of: "?") {
            for pair in whole[whole.index(after: mark)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                query.append((try WebTarget.decoded(parts[0]), try WebTarget.decoded(parts.count > 1 ? parts[1] : "")))
            }
        }
        self.query = query
    }

    /// Text whose percent encoding is undone; what is no UTF-8 then, or is no such encoding, is a fault.
    private static func decoded(_ text: Substring) throws(Fault) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                throw Fault(sentence: "the address has a % without two hexadecimal digits after it")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Fault(sentence: "the address is not UTF-8 once its percent encoding is undone")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// A segment of an address, so that it is one whatever it holds.
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}
