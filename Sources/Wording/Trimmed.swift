extension StringProtocol {
    /// The text without white space around it: spaces of every kind, line breaks, and marks of no width that copying leaves at an end.
    ///
    /// The one way in which texts of a line are trimmed, wherever they come from.
    package var trimmed: String {
        let text = String(self)
        var rest = text.unicodeScalars[...]
        while let first = rest.first, first.isBlank { rest.removeFirst() }
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return String(rest)
    }
}

extension Unicode.Scalar {
    /// White space, ZERO WIDTH SPACE, WORD JOINER and the byte order mark.
    fileprivate var isBlank: Bool {
        properties.isWhitespace || value == 0x200B || value == 0x2060 || value == 0xFEFF
    }
}
