import CanonicalJSON
import Testing

@testable import Proposals

/// How texts of one line are kept: without blanks at their ends, an area once however it is written, a day in a year that can be meant.
@Suite struct LineTextTests {
    private static let ref = World.ref

    private func drafted(_ fields: JSONObject) throws -> JSONObject {
        var world = try World.asem()
        try world.act(.draft(fields), on: Self.ref, as: .proposer("FR"))
        return try world.proposal(Self.ref).fields
    }

    @Test(arguments: [" trim me ", "trim me\n", "\u{A0}trim me\u{3000}", "\u{FEFF}trim me\u{200B}"])
    func blanksAtTheEndsAreNoPartOfALine(_ text: String) throws {
        let title = JSONValue.string(text)
        let fields = try drafted([
            "title": title, "location": ["city": title, "country": "Viet Nam"],
            "organisers": [["organisation": title]],
        ])
        #expect(fields["title"] == "trim me")
        #expect(fields["location"] == ["city": "trim me", "country": "Viet Nam"])
        #expect(fields["organisers"] == [["organisation": "trim me"]])
        // Nor of a revision, which changes nothing then.
        var world = try World.asem()
        try world.act(.draft(["title": "trim me"]), on: Self.ref, as: .proposer("FR"))
        let revised = try world.act(
            .revise(fields: ["title": title], kind: nil, decidedAt: nil), on: Self.ref, as: .proposer("FR"))
        #expect(revised.isEmpty)
    }

    /// What stands in a record means what it meant: whoever decides it again gets the same event.
    @Test func whatIsRecordedStays() throws {
        let world = try World.asem()
        var context = world.context([.proposer("FR")])
        context.newRef = Self.ref
        context.isRecorded = true
        let fields: JSONObject = [
            "title": " trim me ", "starts": "0215-05-01", "ends": "0215-05-02", "location": ["city": " Hue "],
        ]
        let drafts = try decide(.draft(fields), nil, context)
        #expect(drafts.first?.data["fields"] == .object(fields))
    }

    @Test(arguments: [
        ["Connectivity", "connectivity "], ["Connectivity", "Connectivity"], ["Connectivity", "ＣＯＮＮＥＣＴＩＶＩＴＹ"],
        ["Connectivity", "connec\u{AD}tivity"], ["Connectivity", "conn\u{200B}ectivity"],
        ["Connectivity", "𝐂onnectivity"], ["Connectivity", "CONNECTIVITY", "ｃonnectivity", "Connectivity"],
    ])
    func anAreaIsKeptOnce(_ areas: [String]) throws {
        #expect(try drafted(["title": "T", "focus_areas": .strings(areas)])["focus_areas"] == ["Connectivity"])
    }

    /// A mark after a space is no white space, though Unicode counts both as one character.
    @Test func marksAfterASpaceStay() throws {
        #expect(FreeWord.squeezed("  air \u{301}\u{301} x ") == "air \u{301}\u{301} x")
    }

    @Test(arguments: [
        ("Énergie", "E\u{301}nergie"), ("CO2", "CO₂"), ("people-to-people", "People‑to–people"), ("ﬁnance", "FINANCE"),
        ("l'eau", "L’eau"), ("コンピュータ", "ｺﾝﾋﾟｭｰﾀ"), ("ガイド", "ｶﾞｲﾄﾞ"), ("straße", "STRASSE"), ("R&D", "Ｒ＆Ｄ"),
        ("2026", "２０２６"),
    ])
    func spellingsOfOneWord(_ one: String, _ other: String) {
        #expect(FreeWord.key(one) == FreeWord.key(other))
    }

    @Test(arguments: [
        ("C", "C++"), ("pêche", "peche"), ("R&D", "RD"), ("bản", "bán"), ("air", "water"),
        ("people to people", "peopletopeople"),
    ])
    func otherWordsStayApart(_ one: String, _ other: String) {
        #expect(FreeWord.key(one) != FreeWord.key(other))
    }

    @Test func aWordIsKeptInItsUsualWidth() {
        #expect(FreeWord.squeezed("ＣＯＮＮＥＣ\u{AD}ＴＩＶＩＴＹ　ｘ ") == "CONNECTIVITY x")
        #expect(FreeWord.squeezed("E\u{301}nergie").unicodeScalars.count == 7)
    }
}
