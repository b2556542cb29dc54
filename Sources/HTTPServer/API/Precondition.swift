import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol

/// The headers that say what `key=` and `if=` say in a line.
enum Precondition {
    private static let keyName: HTTPField.Name = HTTPField.Name("Idempotency-Key") ?? .ifMatch

    /// The key of a write, with or without the quotation marks that a structured header has.
    static func key(_ request: WebRequest) throws(Problem) -> String? {
        try single(request, keyName, else: "Give one Idempotency-Key.").map { unquoted($0) ?? $0 }
    }

    /// The version in If-Match. `*` asks for nothing that a write does not ask for anyway.
    static func version(_ request: WebRequest, of verb: Verb) throws(Problem) -> String? {
        let advice = "Write If-Match: \"7\", the ETag of what you saw."
        guard let tag = try single(request, .ifMatch, else: advice), tag != "*" else { return nil }
        guard verb.shape.takesKey else {
            throw Problem(Failure(.extraArgument, "\(verb) takes no If-Match", advice: "Leave it out."))
        }
        guard let version = unquoted(tag) else {
            throw Problem(
                Failure(
                    .badArgument, "If-Match holds no ETag of this server", advice: advice, details: ["argument": "if"])
            )
        }
        return version
    }

    /// The tag of a version, as If-Match takes it.
    static func tag(_ version: Int64) -> String { "\"\(version)\"" }

    private static func single(
        _ request: WebRequest, _ name: HTTPField.Name, else advice: String
    ) throws(Problem) -> String? {
        let values = request.headers[values: name]
        guard values.count > 1 else { return values.first }
        throw Problem(Failure(.badArgument, "the header \(name.rawName) is given twice", advice: advice))
    }

    private static func unquoted(_ text: String) -> String? {
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        return String(text.dropFirst().dropLast())
    }
}
