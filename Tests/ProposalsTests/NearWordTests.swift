import Proposals
import Testing

/// Which words are near to one that no text has.
@Suite struct NearWordTests {
    @Test(arguments: [
        ("enviroment", "environment", NearWord.Difference.oneSlip), ("colour", "color", .oneSlip),
        ("organisation", "organization", .oneSlip), ("seminra", "seminar", .oneSlip), ("watter", "water", .oneSlip),
        ("wter", "water", .oneSlip), ("niversity", "university", .firstLetter), ("vater", "water", .firstLetter),
        ("schutz", "umweltschutz", .within), ("lean", "clean", .firstLetter), ("ment", "environmental", .within),
        ("enviornm", "environment", .beginning), ("connetcivty", "connectivity", .twoSlips),
        ("programme", "program", .twoSlips), ("океаны", "океан", .oneSlip),
    ])
    func aWordIsNear(_ asked: String, _ word: String, _ difference: NearWord.Difference) {
        #expect(NearWord(word, for: asked)?.difference == difference, "\(asked) \(word)")
    }

    @Test(arguments: [
        ("air", "fair"), ("water", "winter"), ("seminar", "summer"), ("trade", "grading"),
        ("environmental", "environs"),
        ("wate", "ware house"), ("", ""), ("a", "b"),
    ])
    func anotherIsNot(_ asked: String, _ word: String) {
        #expect(NearWord(word, for: asked) == nil, "\(asked) \(word)")
    }

    @Test func onlyTheNearestAreSearchedFor() {
        let words = ["ports", "post", "sports", "port", "exports", "fort"].compactMap { NearWord($0, for: "porst") }
        #expect(NearWord.nearest(words) == ["port", "post", "ports"])
        #expect(NearWord.nearest(words.filter { $0.word == "fort" }) == [])
        #expect(NearWord.nearest([]) == [])
        let many = (0..<20).compactMap { NearWord("wat\(Character(Unicode.Scalar(UInt8(97 + $0))))", for: "wate") }
        #expect(NearWord.nearest(many).count == NearWord.most)
    }

    @Test func ofNumbersNoneIsNear() {
        #expect(!NearWord.isLookedFor("2016") && !NearWord.isLookedFor("asem6") && !NearWord.isLookedFor("air"))
        #expect(NearWord.isLookedFor("watr"))
    }
}
