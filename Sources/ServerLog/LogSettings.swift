package import Logging
package import Terminal

/// What the server's log leaves out, and how its lines are written.
package struct LogSettings: Sendable, Hashable {
    package enum Format: String, CaseIterable, Sendable {
        /// For people: the time, the level, the message, then `key=value`.
        case text
        /// For programs: a JSON object a line.
        case json
    }

    package var level: Logger.Level
    package var format: Format

    package init(level: Logger.Level = .notice, format: Format = .text) {
        self.level = level
        self.format = format
    }

    /// A logger that writes to the standard error of a console.
    package func logger(_ console: Console) -> Logger {
        Logger(label: "chancery") { _ in LineLogHandler(console: console, level: level, format: format) }
    }

    package mutating func setLevel(_ text: String) throws { level = try LogSettings.choice(text, of: "log level") }
    package mutating func setFormat(_ text: String) throws { format = try LogSettings.choice(text, of: "log format") }

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
