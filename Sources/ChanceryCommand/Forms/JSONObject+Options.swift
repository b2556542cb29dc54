import CanonicalJSON
import LineProtocol

extension JSONObject {
    /// Nil where there is nothing in it, so that no empty object is sent.
    var orNil: JSONObject? { isEmpty ? nil : self }

    /// Sets `decided_at` where it was given.
    mutating func setDecided(_ option: DecidedOption) throws {
        if let text = option.decidedAt { self["decided_at"] = .string(try JSONObject.instant(text, "--decided-at")) }
        if let past = try PastOfficeOptions.object(option.past) { self["decided_by"] = .object(past) }
    }

    /// An instant as an option gave it, a day meaning its start.
    static func instant(_ text: String, _ option: String) throws -> String {
        do {
            return try FieldReading.instant(text, endOfDay: false)
        } catch {
            throw CommandFailure.usage(TerminalText.line("\(option) \(error.sentence)"))
        }
    }
}
