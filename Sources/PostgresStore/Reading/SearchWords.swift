/// How texts and queries are cut into words for the search: here for both, so that they agree.
enum SearchWords {
    /// PostgreSQL's lexemes hold at most 2046 bytes; nobody types a longer word than this.
    private static let longest = 64

    /// Lower-case runs of letters and digits, in their order.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0.prefix(longest)) }
    }

    /// The different words of a text.
    static func lexemes(_ text: String) -> [String] { Set(words(text)).sorted() }

    /// A query that asks for all words, each as the beginning of one; nil where there is none to ask for.
    static func query(_ text: String) -> String? {
        let words = words(text)
        // Words hold letters and digits alone, so the quotes cannot be left.
        return words.isEmpty ? nil : words.map { "'\($0)':*" }.joined(separator: " & ")
    }
}
