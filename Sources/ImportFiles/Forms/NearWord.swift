/// Finds the word that somebody meant who wrote another.
package enum NearWord {
    /// The nearest of some words, where one is near enough to be meant: a letter or two apart, or begun.
    package static func nearest(_ word: String, among words: [String]) -> String? {
        let given = folded(word)
        guard !given.isEmpty else { return nil }
        let measured = words.map { (word: $0, distance: distance(given, folded($0))) }
        if let best = measured.min(by: { $0.distance < $1.distance }), best.distance <= max(1, given.count / 3) {
            return best.word
        }
        let begun = words.filter { given.count >= 3 && folded($0).starts(with: given) }
        return begun.count == 1 ? begun[0] : nil
    }

    /// `; did you mean "…"?` where a word is near, else nothing.
    package static func advice(_ word: String, among words: [String]) -> String {
        nearest(word, among: words).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// The letters and digits of a word, in small letters: `Under-review` and `under review` are the same.
    package static func folded(_ word: String) -> [Character] {
        word.lowercased().filter { $0.isLetter || $0.isNumber }.map(\.self)
    }

    /// How many letters are missing, too many, wrong or exchanged with their neighbour.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        let limit = 64
        guard one.count <= limit, other.count <= limit else { return limit }
        var rows = [Array(0...other.count)]
        for (i, letter) in one.enumerated() {
            var row = [i + 1]
            for (j, target) in other.enumerated() {
                var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == target ? 0 : 1))
                if i > 0, j > 0, letter == other[j - 1], one[i - 1] == target {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
