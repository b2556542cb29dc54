import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal

extension Decided {
    /// What the options say.
    init(_ option: DecidedOption) throws {
        self.init(
            at: try option.decidedAt.map { try Instant(option: $0, "--decided-at") },
            by: try PastOfficeOptions.object(option.past))
    }
}

extension Instant {
    /// An instant as an option gave it, or a day: its start, or its end.
    init(option text: String, _ option: String, endOfDay: Bool = false) throws {
        do {
            self = try FieldReading.moment(text, endOfDay: endOfDay)
        } catch {
            throw CommandFailure.usage(TerminalText.line("\(option) \(error.sentence)"))
        }
    }
}
