/// A title as it is compared with others, for the hint that an initiative may exist already (AECF paragraph 25: duplication should be
/// avoided): the telling words of the whole, of the name before a colon, and of the subtitle after it.
///
/// What is made here of a title is stored with each proposal, so a change of any rule, or of a word in ``TitleWord``, is a new form of
/// words. No rule learns from the titles of a forum: the same two titles are as alike everywhere and at any time.
package struct ComparedTitle: Sendable, Hashable {
    /// Titles at least this alike are shown to the proposer, in thousandths.
    package static let threshold = 625
    /// The words of a part that are compared, at most; the first ones stay.
    package static let longestPart = 24

    /// None is empty; a title without any letter, digit or sign has none.
    package let parts: Set<Set<String>>

    /// A title in a forum, whose own name tells nothing there.
    package init(_ title: String, in forum: String) {
        let common = CommonWords(of: forum)
        let whole = TitleWord.words(title)
        guard !whole.isEmpty else {
            // Nothing but numbers and words of grammar, or signs: told apart by what it has.
            let all = Similarity.words(title).sorted().prefix(Self.longestPart)
            parts = all.isEmpty ? [] : [Set(all)]
            return
        }
        var parts: Set = [Self.part(whole, common)]
        let (name, subtitle) = Self.divided(title)
        // Editions of a series have the name in common, a shortened title is one or the other. A word alone names no series: `TRIAL: …`.
        for (text, least) in [(name, 1), (subtitle, 2)] {
            let words = text.map(TitleWord.words) ?? []
            let part = Self.part(words, common)
            guard part.count > 1, Set(words.filter { !common.contain($0) }).count >= least else { continue }
            parts.insert(part)
        }
        self.parts = parts
    }

    /// How alike the most alike parts are: shared words over all words, in thousandths.
    package func likeness(to other: ComparedTitle) -> Int {
        var best = 0
        for part in parts {
            for counterpart in other.parts {
                let shared = part.intersection(counterpart).count
                best = max(best, shared * 1000 / (part.count + counterpart.count - shared))
            }
        }
        return best
    }

    /// The words without those that stand in many a title. Where one is left, it does not tell by itself: each common word goes with it.
    private static func part(_ words: [String], _ common: CommonWords) -> Set<String> {
        let telling = unique(words.filter { !common.contain($0) })
        guard let only = telling.first else { return Set(unique(words).prefix(longestPart)) }
        guard telling.count == 1 else { return Set(telling.prefix(longestPart)) }
        let beside = unique(words.filter(common.sayWhatKind))
        return Set([only] + beside.prefix(longestPart - 1).map { "\(only) \($0)" })
    }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    /// What stands before the first colon, bracket or dash, and what after the first colon or dash.
    private static func divided(_ title: String) -> (name: String?, subtitle: String?) {
        let signs = Array(title)
        func isBlank(_ place: Int) -> Bool { !signs.indices.contains(place) || signs[place].isWhitespace }
        func isColon(_ place: Int) -> Bool {
            switch signs[place] {
            case ":", "：": true
            // Within a word it joins.
            case "-", "–", "—": isBlank(place - 1) || isBlank(place + 1)
            default: false
            }
        }
        func endsPart(_ place: Int) -> Bool { isColon(place) || signs[place] == "(" || signs[place] == "（" }
        guard let end = signs.indices.first(where: endsPart) else { return (nil, nil) }
        let name = String(signs[..<end])
        guard let colon = signs[end...].indices.first(where: isColon) else { return (name, nil) }
        let rest = signs[(colon + 1)...]
        return (name, String(rest[..<(rest.indices.first(where: endsPart) ?? rest.endIndex)]))
    }
}
