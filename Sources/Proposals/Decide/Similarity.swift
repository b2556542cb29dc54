/// How alike two titles are, for the hint that an initiative may exist already (AECF paragraph 25: duplication should be avoided).
package enum Similarity {
    /// Titles at least this alike are shown to the proposer, in thousandths.
    package static let threshold = 600

    /// The words of a title that tell it apart: lower case, letters and digits, three characters or more, no ordinals.
    package static func words(_ title: String) -> Set<String> {
        var words: Set<String> = []
        for part in title.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            guard part.count >= 3, part.first?.isNumber != true else { continue }
            words.insert(String(part))
        }
        return words
    }

    /// Shared words over all words, in thousandths.
    package static func score(_ left: Set<String>, _ right: Set<String>) -> Int {
        let union = left.union(right).count
        return union == 0 ? 0 : left.intersection(right).count * 1000 / union
    }
}
