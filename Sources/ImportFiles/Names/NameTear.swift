/// Takes a text apart at signs that may part names and may as well stand within one: tabs, bullets, dashes with blanks around them,
/// numbers of a list, the end of brackets, "with". Whether they do is told by what the parts mean.
enum NameTear {
    private static let bullets: Set<Character> = ["•", "·", "‣", "▪", "●", "◦", "*"]
    /// Words before "with" that say no more than it.
    private static let together: Set<String> = [
        "together", "jointly", "along", "cooperation", "co-operation", "partnership",
    ]

    /// The parts, one where nothing parts the text.
    static func parts(of text: String) -> [String] {
        var parts: [[String]] = [[]]
        var depth = 0
        func part() { parts.append([]) }
        for (place, field) in text.split(separator: "\t").enumerated() {
            if place > 0 { part() }
            for word in field.split(whereSeparator: \.isWhitespace) {
                var word = word
                if depth == 0 {
                    if isSign(word) {
                        if word.lowercased() == "with" { parts[parts.count - 1] = withoutTail(parts[parts.count - 1]) }
                        part()
                        continue
                    }
                    if let first = word.first, bullets.contains(first) {
                        part()
                        word.removeFirst()
                    }
                }
                parts[parts.count - 1].append(String(word))
                depth = max(0, depth + word.count { $0 == "(" } - word.count { $0 == ")" })
                if depth == 0, word.hasSuffix(")") { part() }
            }
        }
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
    }

    /// Whether each bracket is closed; those of the numbers of a list, `1)`, are none.
    static func isBalanced(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).filter { !isSign($0) }.joined()
        return words.count { $0 == "(" } == words.count { $0 == ")" }
    }

    private static func isSign(_ word: Substring) -> Bool {
        if ["–", "—", "-", "with"].contains(word.lowercased()) || word.allSatisfy(bullets.contains) { return true }
        // `1.` or `2)`
        let digits = word.drop { $0 == "(" }.prefix { $0.isASCII && $0.isNumber }
        let rest = word.drop { $0 == "(" }.dropFirst(digits.count)
        return (1...2).contains(digits.count) && [".", ")", ".)"].contains(rest)
    }

    private static func withoutTail(_ words: [String]) -> [String] {
        guard let last = words.last, together.contains(last.lowercased()) else { return words }
        let rest = words.dropLast()
        return rest.last?.lowercased() == "in" ? Array(rest.dropLast()) : Array(rest)
    }
}
