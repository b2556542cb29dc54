import Testing

@testable import Terminal

@Suite struct ColumnsTests {
    @Test(arguments: [
        ("Viet Nam", 8), ("日本", 4), ("한국어", 6), ("é", 1), ("e\u{301}", 1), ("ﬁ", 1), ("👍", 2), ("👩‍👩‍👧", 2), ("", 0),
        ("a\u{200B}b", 2), ("ÆØÅ", 3), ("Ａ", 2),
    ])
    func widths(_ text: String, _ columns: Int) {
        #expect(text.columns == columns)
    }

    @Test func fitting() {
        #expect("Ulaanbaatar".fitted(to: 11) == "Ulaanbaatar")
        #expect("Ulaanbaatar".fitted(to: 6) == "Ulaan…")
        #expect("日本国政府".fitted(to: 6) == "日本…")
        #expect("Ulaanbaatar".fitted(to: 6, mark: "...") == "Ula...")
        #expect("Ulaanbaatar".fitted(to: 1) == "…")
    }

    @Test func wrapping() {
        #expect("one two three".wrapped(to: 10) == ["one two", "three"])
        #expect("one\n\ntwo".wrapped(to: 10) == ["one", "", "two"])
        #expect("abcdefghijklmnop".wrapped(to: 10) == ["abcdefghij", "klmnop"])
        #expect("日本国政府外務省".wrapped(to: 10) == ["日本国政府", "外務省"])
        #expect("as it is, however long".wrapped(to: nil) == ["as it is, however long"])
    }

    /// No text, however wide its letters, makes a line longer than the limit.
    @Test func neverWider() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("ab c日本 é👍\u{301}e\u{200B}")
        for _ in 0..<300 {
            let text = String((0..<40).map { _ in letters.randomElement(using: &generator) ?? "a" })
            let width = Int.random(in: 10...30, using: &generator)
            #expect(text.fitted(to: width).columns <= width)
            for line in text.wrapped(to: width) { #expect(line.columns <= width) }
        }
    }
}

@Suite struct PlainTextTests {
    @Test func terminalEscapesAreNeutral() {
        #expect(TerminalText.line("\u{1B}[31mred\u{1B}]0;title\u{7}") == "\u{FFFD}[31mred\u{FFFD}]0;title\u{FFFD}")
        #expect(TerminalText.line("\u{9B}2J") == "\u{FFFD}2J")
        #expect(TerminalText.line("a\u{202E}b\u{2066}c") == "a\u{FFFD}b\u{FFFD}c")
        #expect(TerminalText.line("one\r\ntwo\tthree\u{2028}four") == "one two three four")
        #expect(TerminalText.block("one\r\ntwo\rthree") == "one\ntwo\nthree")
        #expect(TerminalText.line("Žluťoučký 日本 👍") == "Žluťoučký 日本 👍")
    }

    /// Nothing that a server can send leaves a control character in a line.
    @Test func noControlCharacterIsLeft() {
        for value in (0..<0x3000 as Range<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = TerminalText.line("x\(Character(scalar))y")
            for left in text.unicodeScalars {
                #expect(left.properties.generalCategory != .control, "U+\(String(value, radix: 16))")
            }
        }
    }
}

@Suite struct TerminalTests {
    @Test func progress() {
        #expect(
            ProgressBar.text("importing", done: 5, total: 10, width: 40, isUnicode: false)
                == "importing ###########........... 5/10")
        #expect(ProgressBar.text("importing", done: 10, total: 10, width: 80, isUnicode: true).hasSuffix("██ 10/10"))
        #expect(ProgressBar.text("importing", done: 1, total: 10, width: 14, isUnicode: true) == "importing 1/…")
    }

    @Test(
        arguments: [
            (["LANG": "C.UTF-8"], true), (["LC_ALL": "C", "LANG": "en_GB.utf8"], false), ([:], false),
            (["LC_ALL": "", "LANG": "fi_FI.UTF-8"], true),
        ] as [([String: String], Bool)])
    func locale(_ environment: [String: String], _ isUnicode: Bool) {
        #expect(TerminalTraits.isUnicode(environment) == isUnicode)
    }

    @Test func aFileIsNoTerminal() {
        let traits = TerminalTraits(file: -1, environment: ["TERM": "xterm"])
        #expect(!traits.isTerminal && !traits.hasColour && traits.columns == nil && traits.rows == nil)
        // A width that somebody set holds for a file as well; nothing else of a screen does.
        let narrow = TerminalTraits(file: -1, environment: ["TERM": "xterm", "COLUMNS": "100"])
        #expect(!narrow.isTerminal && !narrow.hasColour && narrow.columns == 100 && narrow.rows == nil)
    }
}
