/// Words of a list that no form closes: white space around them and the case of their letters make no difference.
package enum FreeWord {
    /// What two spellings of one word have in common.
    package static func key(_ text: String) -> String { squeezed(text).lowercased() }

    /// The word without white space around it, and with one space where there were several.
    package static func squeezed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The words squeezed, each once, as it was written first.
    static func tidied(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.map(squeezed).filter { seen.insert(key($0)).inserted }
    }
}
