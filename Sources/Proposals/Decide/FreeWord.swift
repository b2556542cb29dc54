/// Words of a list that no form closes: white space around them, the case and width of their letters, the form in which a keyboard writes
/// them and marks that are not seen make no difference.
package enum FreeWord {
    /// What the spellings of one word have in common.
    package static func key(_ text: String) -> String { FoldedText.spelling(squeezed(text)) }

    /// The word without white space around it, with one space where there were several, in letters of the usual width, and without the
    /// marks that a line break or a copy leaves in it.
    package static func squeezed(_ text: String) -> String {
        // Scalar by scalar: a mark that follows a space is one character with it, and no white space.
        FoldedText.tidied(text).unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
            .joined(separator: " ")
    }

    /// The words squeezed, each once, as it was written first.
    static func tidied(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.map(squeezed).filter { seen.insert(key($0)).inserted }
    }
}
