/// A word of a command line as a shell takes it for one.
package enum ShellWord {
    /// The word itself where a shell leaves it alone, else in quotes.
    package static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy(isPlain)
        if isPlain { return TerminalText.line(word) }
        let escaped = TerminalText.line(word).map { "\"\\$`".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return "\"\(escaped)\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./:,=@%+".unicodeScalars.contains(scalar)
    }
}
