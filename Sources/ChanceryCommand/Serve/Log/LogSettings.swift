import Logging

/// What the server's log leaves out, and how its lines are written.
struct LogSettings: Sendable, Hashable {
    enum Format: String, CaseIterable, Sendable {
        /// For people: the time, the level, the message, then `key=value`.
        case text
        /// For programs: a JSON object a line.
        case json
    }

    var level = Logger.Level.notice
    var format = Format.text

    /// A logger that writes to the standard error of a console.
    func logger(_ console: Console) -> Logger {
        Logger(label: "chancery") { _ in LineLogHandler(console: console, level: level, format: format) }
    }

    mutating func setLevel(_ text: String) throws { level = try LogSettings.choice(text, of: "log level") }
    mutating func setFormat(_ text: String) throws { format = try LogSettings.choice(text, of: "log format") }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, of what: String
    ) throws -> Choice {
        guard let choice = Choice(rawValue: text) ?? Choice(rawValue: text.lowercased()) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.usage("\"\(TerminalText.line(text))\" is not a \(what); choose one of \(choices)")
        }
        return choice
    }
}
