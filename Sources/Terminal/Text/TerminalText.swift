/// Text from elsewhere, made harmless for a terminal: nothing in it moves the cursor, changes colours or turns the
/// direction of writing.
package enum TerminalText {
    /// One line: line breaks and tabs become spaces.
    package static func line(_ text: String) -> String { neutral(text, keepsLines: false) }

    /// Several lines: line breaks stay.
    package static func block(_ text: String) -> String { neutral(text, keepsLines: true) }

    private static func neutral(_ text: String, keepsLines: Bool) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        var follows = false
        for scalar in text.unicodeScalars {
            let afterReturn = follows
            follows = scalar == "\r"
            switch scalar {
            case "\n" where afterReturn: continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": result.append(keepsLines ? "\n" : " ")
            case "\t": result.append(" ")
            default: result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// Controls of both sets, and the marks that reorder what follows.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }
}
