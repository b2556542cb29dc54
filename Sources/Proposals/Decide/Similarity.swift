/// The words of a title one by one: those that earlier rows of proposals are compared by, and that ``ComparedTitle`` is made from.
package enum Similarity {
    /// The words of a title that tell it apart: as ``FoldedText`` has them, letters of other alphabets that look like Latin ones as those;
    /// no ordinals, years and other bare numbers, no short words of grammar. A title of nothing else is told apart by what it has.
    package static func words(_ title: String) -> Set<String> {
        let all = FoldedText.words(title).map(unmasked)
        let telling = Set(all.filter { !isNumber($0) && !grammar.contains($0) })
        if !telling.isEmpty { return telling }
        if !all.isEmpty { return Set(all) }
        // Without a letter or digit: the signs themselves.
        let signs = title.unicodeScalars.filter { !$0.properties.isWhitespace }.prefix(FoldedText.longestWord)
        return signs.isEmpty ? [] : [String(String.UnicodeScalarView(signs))]
    }

    /// `2026`, `3rd`, `14e`: editions of one series differ by them.
    static func isNumber(_ word: String) -> Bool {
        let rest = word.drop { $0.isASCII && $0.isNumber }
        return rest.count < word.count && (rest.isEmpty || ordinals.contains(String(rest)))
    }

    private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "e", "er", "re", "eme", "ieme"]

    /// Words of one and two letters that stand in many a title.
    static let grammar: Set<String> = [
        "a", "an", "as", "at", "by", "d", "da", "de", "di", "do", "du", "e", "el", "en", "et", "i", "il", "im", "in",
        "is",
        "l", "la", "le", "lo", "o", "of", "on", "or", "os", "s", "to", "u", "un", "y", "и",
    ]

    /// A word in the Latin letters that it looks like.
    static func unmasked(_ word: String) -> String {
        guard word.unicodeScalars.contains(where: { $0.value >= 0x80 }) else { return word }
        var text = String.UnicodeScalarView()
        for scalar in word.unicodeScalars { text.append(twins[scalar] ?? scalar) }
        return String(text)
    }

    /// Cyrillic, Greek and Armenian letters, in lower case, that are taken for Latin ones in one case or the other.
    private static let twins: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y",
        "х": "x",
        "і": "i", "ј": "j", "ѕ": "s", "һ": "h", "ӏ": "l", "ԁ": "d", "ԛ": "q", "ԝ": "w", "ѵ": "v", "ԍ": "g",
        "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "v", "ο": "o", "ρ": "p",
        "τ": "t", "υ": "y", "χ": "x", "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g", "ɡ": "g", "ɑ": "a",
    ]
}
