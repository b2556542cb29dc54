import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import WebPages
import Wording

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
            return .refused(.badForm)
        }
        return .form(values)
    }

    /// The names and texts of a form or a query; nil where they are none.
    static func values(_ text: Substring) -> FormValues? {
        var values: [(String, String)] = []
        for pair in text.split(separator: "&") {
            guard values.count < mostValues else { return nil }
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = try? PercentText.decoded(sides[0], plusIsSpace: true),
                let value = try? PercentText.decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
            else { return nil }
            values.append((name, value))
        }
        return FormValues(values)
    }
}
