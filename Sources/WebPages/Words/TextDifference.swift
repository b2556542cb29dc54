/// What changed between two texts, word by word.
struct TextDifference: PageContent {
    private(set) var before: [Piece] = []
    private(set) var after: [Piece] = []

    struct Piece: PageContent {
        let text: String
        let isChanged: Bool
    }

    /// Words up to which two texts are compared one by one; longer ones differ as a whole between what begins and ends alike.
    private static let most = 1500

    init(_ old: String, _ new: String) {
        let (one, two) = (TextDifference.words(PageText.shown(old)), TextDifference.words(PageText.shown(new)))
        let start = zip(one, two).prefix { $0 == $1 }.count
        let end = min(
            zip(one.reversed(), two.reversed()).prefix { $0 == $1 }.count, one.count - start, two.count - start)
        let (middleOne, middleTwo) = (one[start..<(one.count - end)], two[start..<(two.count - end)])
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        if middleOne.count <= TextDifference.most, middleTwo.count <= TextDifference.most {
            for change in Array(middleTwo).difference(from: Array(middleOne)) {
                switch change {
                case .remove(let offset, _, _): removed.insert(start + offset)
                case .insert(let offset, _, _): added.insert(start + offset)
                }
            }
        } else {
            removed = Set(middleOne.indices)
            added = Set(middleTwo.indices)
        }
        before = TextDifference.pieces(one, removed)
        after = TextDifference.pieces(two, added)
    }

    /// Each word with the blanks behind it.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isBlank = false
        for letter in text {
            if letter.isWhitespace {
                if words.isEmpty { words.append("") }
                words[words.count - 1].append(letter)
                isBlank = true
            } else {
                if isBlank || words.isEmpty { words.append("") }
                words[words.count - 1].append(letter)
                isBlank = false
            }
        }
        return words
    }

    private static func pieces(_ words: [String], _ changed: Set<Int>) -> [Piece] {
        var pieces: [(text: String, isChanged: Bool)] = []
        for (index, word) in words.enumerated() {
            let isChanged = changed.contains(index)
            if pieces.last?.isChanged == isChanged {
                pieces[pieces.count - 1].text += word
            } else {
                pieces.append((word, isChanged))
            }
        }
        return pieces.map { Piece(text: $0.text, isChanged: $0.isChanged) }
    }
}
