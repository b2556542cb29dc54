import Proposals

/// A search as PostgreSQL takes it.
enum SearchWords {
    /// A query that asks for all of these words, each as the beginning of one.
    ///
    /// - Parameter instead: of some words those of which one will do in their place.
    static func query(_ words: [String], instead: [String: [String]] = [:]) -> String {
        words.map { word in
            instead[word].map { "(\($0.map(beginning).joined(separator: " | ")))" } ?? beginning(word)
        }.joined(separator: " & ")
    }

    /// A query that asks for the beginning of a word.
    static func beginning(_ word: String) -> String { "\(quoted(word)):*" }

    /// A word within quotes. Words hold letters, digits and marks alone; what would end the quotes is told by its code point all the same,
    /// for with a mark after it, it is no character of its own.
    static func quoted(_ word: String) -> String {
        var text = String.UnicodeScalarView("'".unicodeScalars)
        for scalar in word.unicodeScalars {
            if scalar == "'" || scalar == "\\" { text.append(scalar) }
            text.append(scalar)
        }
        text.append("'")
        return String(text)
    }
}
