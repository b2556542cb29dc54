import Proposals

extension FuzzTarget {
    /// The words of a text that is stored and of one that is searched for.
    static let search = FuzzTarget("search", longest: 1024, verdicts: ["nothing", "read"]) { bytes throws(Finding) in
        let text = String(decoding: bytes, as: UTF8.self)
        let words = FoldedText.words(text)
        let asked = FoldedText.queryWords(text)
        for word in words + asked {
            let count = word.unicodeScalars.count
            try must((1...FoldedText.longestWord).contains(count), "a word of \(count) code points")
            try must(!word.unicodeScalars.contains { "'\\ :*&|!()\0".unicodeScalars.contains($0) }, "no word: \(word)")
        }
        let stored = Set(words.flatMap(beginnings))
        for word in asked {
            try must(stored.contains(Array(word.unicodeScalars)), "a text does not find itself: \(word)")
        }
        for (word, other) in zip(words.prefix(16), words.dropFirst()) {
            if let near = NearWord(word, for: other) { try must(!NearWord.nearest([near]).isEmpty, "not near itself") }
        }
        let spelling = FoldedText.spelling(text)
        try must(FoldedText.spelling(spelling).utf8.elementsEqual(spelling.utf8), "another spelling once it is folded")
        let title = ComparedTitle(text, in: "asem")
        try must(title.parts.isEmpty || title.likeness(to: title) == 1000, "a title is not like itself")
        return words.isEmpty ? "nothing" : "read"
    }

    /// With how many code points of a word it may be found: all of its beginnings.
    private static func beginnings(_ word: String) -> [[Unicode.Scalar]] {
        let scalars = Array(word.unicodeScalars)
        return (1...max(1, scalars.count)).map { Array(scalars.prefix($0)) }
    }
}
