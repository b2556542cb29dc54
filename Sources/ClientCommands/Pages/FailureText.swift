import CanonicalJSON
import LineProtocol
import Terminal

/// A refusal for people: the reason, every unmet requirement on its own line, and who can meet it.
struct FailureText {
    private let paint: Paint
    private let lead: String

    /// With the name of the program that tells it before the first line; none where it is empty.
    init(_ paint: Paint, program: String = "chancery") {
        self.paint = paint
        lead = program.isEmpty ? "" : program + ": "
    }

    func lines(_ failure: Failure) -> [String] {
        let unmet = failure.unmet
        let head = failure.code == .refused ? "refused" : failure.codeText
        // The message of a refusal repeats its requirements, which follow one by one.
        let details = unmet.map(\.detail)
        let message =
            details.contains(failure.message)
            ? "" : unmet.isEmpty ? failure.message : FailureText.head(of: failure.message)
        var lines = [
            "\(lead)\(paint.red(TerminalText.line(head)))" + (message.isEmpty ? "" : ": ") + TerminalText.line(message)
        ]
        for requirement in unmet { lines += RequirementText(paint).lines(requirement, indent: 2) }
        if let field = failure.object["field"]?.string, !message.contains(field) {
            lines.append("  field: \(TerminalText.line(field))")
        }
        if let version = failure.object["version"]?.integer { lines.append("  the current version is \(version)") }
        if unmet.isEmpty, !failure.advice.isEmpty, failure.effect != .unknown {
            lines.append("  " + TerminalText.line(failure.advice))
        }
        switch failure.effect {
        case .none: break
        case .applied: lines.append("  The change was made.")
        case .unknown:
            // The key that a command makes for itself is not told: the same command again would be another request.
            lines += [
                "  It is not known whether the change was made. Look first, as with: chancery history REF",
                "  The same command with the same --key, where you gave one, takes effect once.",
            ]
        }
        return lines
    }

    /// The message up to the list that follows a colon.
    private static func head(of message: String) -> String {
        let letters = Array(message)
        let colon = letters.indices.dropLast().first { letters[$0] == ":" && letters[$0 + 1] == " " }
        return colon.map { String(letters[..<$0]) } ?? message
    }
}
