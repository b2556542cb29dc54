import Testing

@testable import Proposals

/// What all spellings of a word have in common.
@Suite struct SpellingTests {
    @Test(arguments: [
        ("ŉ", "ʼN"), ("ŉ", "’n"), ("ŉ", "'n"), ("L’EAU", "l'eau"), ("co\u{2010}operation", "Co-operation"),
        ("ＡＳＥＭ", "asem"),
        ("Semi\u{AD}nar", "SEMINAR"), ("E\u{301}vora", "évora"), ("straße", "STRASSE"), ("ｶﾞｲﾄﾞ", "ガイド"),
        ("٢٠٢٦", "2026"),
    ])
    func areOne(_ one: String, _ other: String) {
        #expect(Array(FoldedText.spelling(one).utf8) == Array(FoldedText.spelling(other).utf8))
    }

    @Test(arguments: [("Évora", "Evora"), ("l'eau", "leau"), ("co-operation", "cooperation")])
    func areTwo(_ one: String, _ other: String) {
        #expect(FoldedText.spelling(one) != FoldedText.spelling(other))
    }

    /// By itself, and between letters. What no rule treats by itself is left out: ideographs, most syllables of Hangul, and what is not assigned.
    @Test func noCodePointIsSpeltOtherwiseOnceItIsFolded() {
        var wrong: [String] = []
        var read = 0
        for scalar in (UInt32(0)...0x1FFFF).lazy.compactMap(Unicode.Scalar.init) where isTried(scalar) {
            read += 1
            for text in [String(scalar), "N\(scalar)a"] {
                let folded = FoldedText.spelling(text)
                if !FoldedText.spelling(folded).utf8.elementsEqual(folded.utf8) { wrong.append("\(scalar.value)") }
            }
        }
        #expect(wrong.isEmpty && read > 30_000)
    }

    private func isTried(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAC00...0xD7A3: scalar.value % 97 == 0
        default:
            scalar.properties.generalCategory != .unassigned && scalar.properties.generalCategory != .privateUse
                && !scalar.properties.isIdeographic
        }
    }
}
