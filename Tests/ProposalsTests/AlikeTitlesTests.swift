import Proposals
import TestRandom
import Testing

/// How many likely duplicates are found among titles, and how many others with them. Prints what it measured.
@Suite struct AlikeTitlesTests {
    private static func areAlike(_ one: ComparedTitle, _ other: ComparedTitle) -> Bool {
        one.likeness(to: other) >= ComparedTitle.threshold
    }

    @Test func mostOfWhatIsAlikeIsFoundAndLittleElse() throws {
        let measure = TitleMeasure(try TitlePairs()) {
            Self.areAlike(ComparedTitle($0.title, in: "asem"), ComparedTitle($0.other, in: "asem"))
        }
        print(measure.table)
        #expect(measure.recall >= 840 && measure.precision >= 960)
    }

    /// Of 3,000 drafts whose titles share the words of one field, how many look like one that was there before: each tenth is looked at.
    @Test func draftsOfOneFieldAreNotHeldUp() {
        let titles = Self.draftsOfOneField(3000).map { ComparedTitle($0, in: "asem") }
        let asked = stride(from: 9, to: titles.count, by: 10)
        let heldUp = asked.count { place in titles[..<place].contains { Self.areAlike($0, titles[place]) } }
        print("of 3000 drafts of one field, each tenth looked at: \(heldUp) of \(Array(asked).count) held up")
        #expect(heldUp <= 15)
    }

    /// Titles as bodies give them: the kind of activity, and three to five words of the field.
    private static func draftsOfOneField(_ count: Int) -> [String] {
        let kinds = ["Seminar", "Workshop", "Conference", "Forum", "Symposium", "Meeting", "Dialogue"]
        let field = """
            water river lake wetland groundwater aquifer irrigation drought flood rainfall reservoir basin delta coast ocean
            fishery forest soil pollution plastic waste sewage recycling energy solar wind hydropower climate carbon
            emission adaptation mitigation resilience biodiversity habitat agriculture farming food city village island
            tourism port shipping finance insurance tax market technology data satellite monitoring school training
            research gender youth health safety law justice governance planning quality supply demand storage transport
            """.split(whereSeparator: \.isWhitespace).map(String.init)
        var random = SeededRandom(seed: 12)
        return (0..<count).map { _ in
            let words = field.shuffled(using: &random).prefix(3 + random.below(3))
            return "ASEM \(random.pick(kinds)) on \(words.prefix(2).joined(separator: " ")) and "
                + words.dropFirst(2).joined(separator: " ")
        }
    }
}
