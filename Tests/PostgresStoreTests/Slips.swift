import TestRandom

/// How people miss a word.
enum Slip: String, CaseIterable {
    case leftOut = "a letter left out"
    case doubled = "a letter doubled"
    case another = "another letter"
    case swapped = "two neighbours swapped"
    case first = "another first letter"
    case two = "two of these, from nine letters on"
    case end = "the end alone, without three letters or more"

    /// Nil where the word is too short for it, or the slip changes nothing.
    func made(of word: String, _ random: inout SeededRandom) -> String? {
        var letters = Array(word)
        switch self {
        case .leftOut: letters.remove(at: random.below(letters.count))
        case .doubled:
            let place = random.below(letters.count)
            letters.insert(letters[place], at: place)
        case .another: letters[random.below(letters.count)] = Slip.letter(&random)
        case .swapped:
            let place = random.below(letters.count - 1)
            letters.swapAt(place, place + 1)
        case .first: letters[0] = Slip.letter(&random)
        case .two:
            guard letters.count >= 9 else { return nil }
            let singles: [Slip] = [.leftOut, .doubled, .another, .swapped]
            for _ in 0..<2 {
                guard let next = random.pick(singles).made(of: String(letters), &random) else { return nil }
                letters = Array(next)
            }
        case .end:
            guard letters.count >= 8 else { return nil }
            letters.removeFirst(3 + random.below(letters.count - 7))
        }
        let missed = String(letters)
        return missed == word ? nil : missed
    }

    private static func letter(_ random: inout SeededRandom) -> Character {
        random.pick(Array("abcdefghijklmnopqrstuvwxyz"))
    }
}
