import TestRandom
import Testing

@testable import Proposals

/// What of a title is compared, and by what titles that are alike are found.
@Suite struct ComparedTitleTests {
    /// Of each title the words of its parts, sorted.
    private static let parts: [String: Set<String>] = [
        "The 3rd ASEM Seminar on Harbours, 2009": ["harbor, harbor seminar"],
        "ASEM Workshop on the Co-operation of Eco-cities and Smart Ports": ["ecocity, port, smart"],
        "7th ASEM Culture Ministers' Meeting (ASEMCMM7): Culture and Creative Economy": [
            "asemcmm7, creative, culture, economy", "culture, culture meeting, culture minister",
            "creative, culture, economy",
        ],
        "Water - Energy - Food": ["energy, food, water"],
        "TRIAL: Reading rivers": ["reading, river, trial", "reading, river"],
        "ASEM at 20": ["asem"], "On the 5th": ["the"], "2026": ["2026"], "🌊🌊": ["🌊🌊"], "减贫": ["减贫, 贫"],
        "": [], " ": [],
    ]

    @Test(arguments: parts.keys.sorted()) func itIsToldApartByItsWords(_ title: String) {
        let parts = ComparedTitle(title, in: "asem").parts.map { $0.sorted().joined(separator: ", ") }
        #expect(Set(parts) == Self.parts[title])
    }

    @Test func theMostAlikePartsCount() {
        func likeness(_ one: String, _ other: String) -> Int {
            ComparedTitle(one, in: "asem").likeness(to: ComparedTitle(other, in: "asem"))
        }
        let title = "4th ASEM Seminar on Nuclear Safety: International Instruments"
        #expect(likeness(title, "Workshop on Nuclear Safety") == 1000)
        #expect(likeness(title, "Seminar on Road Safety: Instruments") == 500)
        #expect(likeness(title, "Conference on Harbours") == 0)
        #expect(likeness("", "") == 0 && likeness("", title) == 0)
    }

    /// In a forum on water that word tells nothing, elsewhere it does.
    @Test func theNameOfTheForumTellsNothing() {
        let title = "TRIAL: Water and Trade"
        #expect(ComparedTitle(title, in: "trial-water-2").parts == [["trade"]])
        #expect(ComparedTitle(title, in: "demo").parts == [["trial", "water", "trade"], ["water", "trade"]])
    }

    private static let longTitles: [String] = [
        (0..<150).map { "w\($0)x" }.joined(separator: " "), String(repeating: "减贫与发展研讨会教育", count: 30),
        (0..<60).map { "a\($0)b:" }.joined(separator: " "), (1...100).map(String.init).joined(separator: " "),
        String(repeating: "non ", count: 75), String(repeating: "ﷺ ", count: 150),
        "harbour " + String(repeating: "seminar forum meeting ", count: 13),
    ]

    /// However long a title is, what is stored of it has an end.
    @Test(arguments: longTitles) func keysHaveABound(_ title: String) {
        let keys = ComparedTitle(title, in: "asem").keys
        #expect(!keys.isEmpty && keys.count <= 3 * 55 && Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.utf8.count <= 1100 })
    }

    /// Any two titles that are alike enough have a key in common: of the measured pairs, and of titles that chance makes near each other.
    @Test func whatIsAlikeIsFoundByItsKeys() throws {
        var alike = 0
        func check(_ one: String, _ other: String) {
            let (left, right) = (ComparedTitle(one, in: "asem"), ComparedTitle(other, in: "asem"))
            guard left.likeness(to: right) >= ComparedTitle.threshold else { return }
            alike += 1
            #expect(!Set(left.keys).isDisjoint(with: right.keys), "\(one) | \(other)")
        }
        for pair in try TitlePairs().pairs { check(pair.title, pair.other) }
        var random = SeededRandom(seed: 25)
        var words: [String] = ["water", "policy", "forum"]
        for number in 0..<30 { words.append("w" + String(repeating: "x", count: number % 7) + "\(number)y") }
        for _ in 0..<20_000 {
            var title: [String] = Array(words.shuffled(using: &random).prefix(1 + random.below(12)))
            var other: [String] = title.shuffled(using: &random)
            for _ in 0..<random.below(4) {
                switch random.below(3) {
                case 0: other.append(random.pick(words))
                case 1: if other.count > 1 { other.removeLast() }
                default: other[random.below(other.count)] = random.pick(words)
                }
            }
            if random.chance(20) { title.insert(":", at: random.below(title.count)) }
            check(title.joined(separator: " "), other.joined(separator: " "))
        }
        #expect(alike > 5000)
    }
}
