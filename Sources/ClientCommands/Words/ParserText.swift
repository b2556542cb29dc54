import ArgumentParser
import Terminal

/// What the argument parser says of a wrong command line, in the form of every other failure of this program.
enum ParserText {
    /// The sentence, and below it where more is said.
    static func sentence(_ message: String, _ arguments: [String]) -> String {
        if let missing = CommandGap.missing(message, in: arguments) { return missing }
        var text = TerminalText.block(message).replacing(". Did you mean", with: "; did you mean")
        if text.hasSuffix(".") { text.removeLast() }
        if let first = text.first, text.dropFirst().first.map({ $0.isLowercase || $0 == " " }) == true {
            text = first.lowercased() + text.dropFirst()
        }
        return text + "\n  \(CommandShape(arguments).path) --help says more"
    }
}
