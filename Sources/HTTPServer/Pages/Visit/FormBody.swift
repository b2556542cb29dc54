import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import WebPages

/// What a browser sends with a form: `application/x-www-form-urlencoded`.
enum FormBody {
    /// Bytes of a form, at most: more than any request may be long, so that what was typed comes back where it is too much.
    static let mostBytes = 2 << 20
    private static let mostValues = 2000

    enum Body {
        case form(FormValues)
        case refused(WebFault)
    }

    static func read(_ request: WebRequest) async throws -> Body {
        let type = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard type.lowercased() == "application/x-www-form-urlencoded" else { return .refused(.unsupportedType) }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= mostBytes else { return .refused(.bodyTooLong) }
            bytes += buffer.readableBytesView
        }
        guard let text = String(validating: bytes, as: UTF8.self), let values = values(Substring(text)) else {
            return .refused(.badRequest)
        }
        return .form(values)
    }

    /// The names and texts of a form or a query; nil where they are none.
    static func values(_ text: Substring) -> FormValues? {
        var values: [(String, String)] = []
        for pair in text.split(separator: "&") {
            guard values.count < mostValues else { return nil }
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(sides[0]), let value = decoded(sides.count > 1 ? sides[1] : "") else { return nil }
            values.append((name, value))
        }
        return FormValues(values)
    }

    /// A text without its `%XX`; nil where they are none, or make no UTF-8.
    static func decoded(_ text: Substring, plusIsSpace: Bool = true) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
