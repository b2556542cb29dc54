import Testing

@testable import Proposals

/// What is stored of a text to be found by, and what a search asks for, are made by one function.
@Suite struct FoldedTextTests {
    /// Whether a search for one finds the other.
    private func finds(_ query: String, in text: String) -> Bool {
        let words = FoldedText.words(text)
        let asked = FoldedText.queryWords(query)
        return !asked.isEmpty
            && asked.allSatisfy { word in words.contains { $0.unicodeScalars.starts(with: word.unicodeScalars) } }
    }

    @Test(arguments: [
        ("evora", "Évora"), ("E\u{301}vora", "Évora"), ("Évora", "E\u{301}vora"), ("ÁLAMO", "a\u{301}lamo"),
        ("hoi thao", "Hội thảo"), ("Hội thảo", "Ho\u{323}\u{302}i tha\u{309}o"), ("dong", "Đồng"), ("đồng", "DONG"),
        ("ISTANBUL", "İSTANBUL"), ("istanbul", "İSTANBUL"), ("ıstanbul", "Istanbul"), ("İSTANBUL", "istanbul"),
        ("STRASSE", "straße"), ("straße", "STRASSE"), ("STRAẞE", "strasse"), ("ΩΚΕΑΝΟΥΣ", "ωκεανούς"),
        ("ωκεανός", "ΩΚΕΑΝΟΣ"), ("lodz", "Łódź"), ("Malmo", "Malmö"), ("kobenhavn", "København"),
        ("aero", "Ærø"), ("reykjavik", "Reykjavík"), ("thingvellir", "Þingvellir"), ("malta", "Malta"), ("hal", "Ħal"),
        ("ﬁnance", "finance"), ("Ａｓｅｍ", "ASEM"), ("2026", "٢٠٢٦"), ("2026", "２０２６"), ("co2", "CO₂"), ("𝐀sem", "asem"),
        ("семинар", "СЕМИНАР"), ("еж", "ёж"), ("أمن", "امن"), ("סמינר", "סֶמִינָר"), ("seminar", "Semi\u{AD}nar"),
        ("seminar", "Semi\u{200B}nar"), ("seminar", "Sem\u{200D}i\u{2060}nar"), ("evora", "d'Évora"),
        ("evora", "l’Évora"),
        ("减贫", "减贫与发展研讨会"), ("发展", "减贫与发展研讨会"), ("会", "减贫与发展研讨会"), ("5g", "5G技术研讨会"),
        ("技术", "5G技术研讨会"), ("がっこう", "がっこう"), ("コンピュータ", "ｺﾝﾋﾟｭｰﾀ会議"), ("ｺﾝﾋﾟｭｰﾀ", "コンピュータ"), ("ガイド", "ｶﾞｲﾄﾞ"),
        ("한글", "한글 세미나"), ("한글".decomposed, "한글"),
        ("น้ำ", "การจัดการน้ำ"), ("ទឹក", "គ្រប់គ្រងទឹក"), ("water", "Water\u{0301}\u{0301} management"),
    ])
    func itIsFound(_ query: String, _ text: String) {
        #expect(finds(query, in: text), "\(FoldedText.queryWords(query)) \(FoldedText.words(text))")
    }

    @Test(arguments: [("air", "water"), ("贫减", "减贫"), ("ar", "water"), ("!", "water"), ("", "water"), ("น้ำ", "นม")])
    func itIsNotFound(_ query: String, _ text: String) {
        #expect(!finds(query, in: text))
    }

    /// However a text is made, no word is longer than an index takes, and none is empty.
    @Test(arguments: [
        "a" + String(repeating: "\u{20D0}", count: 700), String(repeating: "\u{0D4E}", count: 3000), "\u{0D4E} '",
        "\u{0D4E}'\u{0D4E}\\", String(repeating: "\u{0E31}", count: 900),
        "ก" + String(repeating: "\u{0E48}", count: 900),
        "a" + String(repeating: "\u{200D}", count: 900), String(repeating: "\u{10FFFF}", count: 500),
        String(repeating: "𠀀", count: 900), String(repeating: "𝒳", count: 900), String(repeating: "ﷺ", count: 900),
        "\u{202E}\u{2066}abc", "'", "''", "\\", "a'b\\c:*&|!()<->", String(repeating: "ß", count: 900),
        "अ" + String(repeating: "\u{093E}", count: 900), String(repeating: "\u{0300}", count: 900),
        String(repeating: "🏳️‍🌈", count: 300), String(repeating: "\u{1F1E6}", count: 900),
    ])
    func everyWordIsShort(_ text: String) {
        for word in FoldedText.words(text) + FoldedText.queryWords(text) + Similarity.words(text) {
            #expect(!word.isEmpty && word.utf8.count <= 4 * FoldedText.longestWord)
            #expect(!word.unicodeScalars.contains("'") || word == "'" || word == "''")
        }
        for word in FoldedText.words(text) {
            #expect(!word.unicodeScalars.contains { "'\\ :*&|!()".unicodeScalars.contains($0) })
        }
    }

    @Test func aSearchAsksForEachWordOnce() {
        #expect(FoldedText.queryWords("Water, WATER wäter air") == ["water", "air"])
    }

    @Test(arguments: [
        ("5G", "5g"), ("AI", "A.I."), ("减贫", "减贫"), ("2026", "2026"), ("🌊🌊", "🌊🌊"), ("On the 5th", "on the 5th"),
        ("Seminar on Water", "Sеminаr оn Wаtеr"), ("Seminar on Water", "SEMINAR ON WÁTER"),
        ("ASEM Forum", "ΑЅЕМ Fоrum"), ("Évora", "E\u{301}vora"), ("Hội thảo", "hoi thao"), ("!", "!"),
    ])
    func identicalTitlesAreAlike(_ one: String, _ other: String) {
        let (left, right) = (Similarity.words(one), Similarity.words(other))
        #expect(one == "AI" || left == right && !left.isEmpty, "\(left) \(right)")
        #expect(likeness(one, one) == 1000 && (one == "AI" || likeness(one, other) == 1000))
    }

    @Test(arguments: [
        ("Seminar on 5G", "Seminar on AI"), ("5G", "6G"), ("AI", "EU"), ("Workshop on Water", "Workshop on Trade"),
        ("减贫", "教育"), ("", ""), ("🌊", "🔥"),
    ])
    func otherTitlesAreNot(_ one: String, _ other: String) {
        #expect(likeness(one, other) < ComparedTitle.threshold)
    }

    /// The next edition of a series is asked about: it says by a field of its own that it follows the other.
    @Test func editionsAreAlike() {
        let score = likeness("3rd ASEM Seminar on Harbours, 2009", "The 4th ASEM seminar on harbours 2011")
        #expect(score >= ComparedTitle.threshold)
    }

    private func likeness(_ one: String, _ other: String) -> Int {
        ComparedTitle(one, in: "asem").likeness(to: ComparedTitle(other, in: "asem"))
    }
}

extension String {
    /// Syllables of Hangul in their letters.
    fileprivate var decomposed: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    guard (0xAC00...0xD7A3).contains(scalar.value) else { return [scalar] }
                    let index = scalar.value - 0xAC00
                    let letters = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
                    return letters.filter { $0 != 0x11A7 }.compactMap(Unicode.Scalar.init)
                }))
    }
}
