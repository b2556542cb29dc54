import Testing

@testable import DefinitionFiles

@Suite struct BlankWordTests {
    @Test(arguments: [
        "TBC", "tba", "T.B.D.", "n/a", "N / A", "N.A.", "na", "-", "—", "--", " - ", "?", "...", "…", "none", "None",
        "NONE.",
        "to be confirmed", "To  be\u{A0}announced", "(tbc)", "[TBC]", "unknown", "not yet known", "null",
    ]) func saysNothing(_ text: String) { #expect(BlankWord.stands(in: text)) }

    @Test(arguments: [
        "", " ", "Japan", "NO", "Norway", "None of the above", "TBC Foundation", "N", "A", "Unknown Soldier Foundation",
        "0",
    ]) func saysSomething(_ text: String) { #expect(!BlankWord.stands(in: text)) }
}
