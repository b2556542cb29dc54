/// A word that may be meant by one that was searched for and stands in no text.
package struct NearWord: Sendable, Hashable {
    /// How it differs from the word that was asked for, the nearest first.
    package enum Difference: Int, Sendable, Hashable {
        /// By a letter that is missing, too many or another one, or by two neighbours that changed places.
        case oneSlip
        /// The same, of the first letter, which people seldom miss.
        case firstLetter
        /// What was asked for stands within it.
        case within
        /// It begins so, but for one slip.
        case beginning
        case twoSlips
    }

    package let word: String
    package let difference: Difference

    /// The letters that a word has at least: what is shorter is near to too much.
    package static let shortest = 4
    /// … whose beginning may have a slip, and which may have two.
    package static let shortestBeginning = 6
    package static let shortestWithTwo = 9
    /// The words that are searched for instead of one, at most.
    package static let most = 8

    /// Whether words near to this one are looked for: of numbers every other one is near.
    package static func isLookedFor(_ asked: String) -> Bool {
        asked.unicodeScalars.count >= shortest && !asked.unicodeScalars.contains { $0.properties.numericType != nil }
    }

    /// Nil where the word is not near to the one asked for; both are folded (``FoldedText``).
    package init?(_ word: String, for asked: String) {
        let (own, other) = (Array(word.unicodeScalars), Array(asked.unicodeScalars))
        guard other.count >= NearWord.shortest, own.count >= NearWord.shortest - 1 else { return nil }
        let slips = Slips(from: other, to: own)
        if slips.whole == 1 {
            difference = own.first == other.first ? .oneSlip : .firstLetter
        } else if own.count > other.count, NearWord.holds(own, other) {
            difference = .within
        } else if slips.beginning == 1, other.count >= NearWord.shortestBeginning {
            difference = .beginning
        } else if slips.whole == 2, other.count >= NearWord.shortestWithTwo {
            difference = .twoSlips
        } else {
            return nil
        }
        self.word = word
    }

    private static func holds(_ own: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        (1...max(1, own.count - other.count)).contains { own.dropFirst($0).starts(with: other) }
    }

    /// Of words near to one those that differ from it the least.
    package static func nearest(_ words: [NearWord]) -> [String] {
        guard let least = words.map(\.difference.rawValue).min() else { return [] }
        return words.filter { $0.difference.rawValue == least }.sorted().prefix(most).map(\.word)
    }
}

extension NearWord: Comparable {
    /// The nearer one is the lesser; of two that are as near the shorter one.
    package static func < (one: NearWord, other: NearWord) -> Bool {
        func key(_ near: NearWord) -> (Int, Int) { (near.difference.rawValue, near.word.unicodeScalars.count) }
        return key(one) == key(other)
            ? one.word.unicodeScalars.lexicographicallyPrecedes(other.word.unicodeScalars) : key(one) < key(other)
    }
}

/// How many slips lie between two words: letters left out, added or mistaken, and neighbours that changed places.
private struct Slips {
    /// To the whole word.
    let whole: Int
    /// To a beginning of it.
    let beginning: Int

    init(from asked: [Unicode.Scalar], to word: [Unicode.Scalar]) {
        var (before, last): ([Int], [Int]) = ([], Array(0...word.count))
        for (row, letter) in asked.enumerated() {
            var next = [row + 1]
            next.reserveCapacity(last.count)
            for (column, other) in word.enumerated() {
                var least = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, letter == word[column - 1], asked[row - 1] == other {
                    least = min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, last) = (last, next)
        }
        whole = last[word.count]
        beginning = last.min() ?? 0
    }
}
