import CanonicalJSON
import Synchronization
import Testing

@testable import ClientCommands
@testable import Terminal

@Suite struct TableTests {
    private func table() -> Table {
        var table = Table([.init("REF"), .init("TITLE", isTitle: true), .init("EMPTY"), .init("N", isRight: true)])
        table.add(["ASEM-2026-0001", "A seminar on water and river basins", "", "7"])
        table.add(["ASEM-2026-0002", "水\u{1B}[2J", "", "53"])
        return table
    }

    private func screen(_ columns: Int, _ chosen: [String]? = nil) -> Paint {
        var traits = TerminalTraits(isTerminal: true, columns: columns)
        traits.chosenColumns = chosen
        return Paint(traits)
    }

    @Test func plain() throws {
        #expect(
            try table().lines(Paint(TerminalTraits())) == [
                "REF             TITLE                                 N",
                "ASEM-2026-0001  A seminar on water and river basins   7",
                "ASEM-2026-0002  水\u{FFFD}[2J                               53",
            ])
    }

    /// A list says when an activity takes place now, and that it does not take place as planned.
    @Test(arguments: [
        (
            #"{"starts":"2026-09-01","ends":"2026-09-03","activity":{"standing":"postponed"}}"#,
            "postponed 2026-09-01 – 2026-09-03"
        ),
        (#"{"starts":null,"ends":null,"activity":{"standing":"postponed"}}"#, "postponed"),
        (#"{"starts":"2026-05-01","ends":"2026-05-01","activity":{"standing":"cancelled"}}"#, "cancelled 2026-05-01"),
        (#"{"starts":"2026-05-01","ends":"2026-05-01","activity":{"standing":"held"}}"#, "2026-05-01"),
        (#"{"starts":"2026-05-01","ends":null}"#, "2026-05-01"),
    ])
    func daysOfActivities(_ days: String, _ shown: String) throws {
        var row = try JSONObject(json: days)
        row["ref"] = "ASEM-2026-0001"
        let lines = try Tables.proposals([row], Paint(TerminalTraits()))
        #expect(lines == ["REF             DAYS", "ASEM-2026-0001  " + shown])
    }

    /// A title goes on in the next line; it is not cut.
    @Test func breaksBetweenWords() throws {
        #expect(
            try table().lines(screen(50)) == [
                "REF             TITLE                            N",
                "ASEM-2026-0001  A seminar on water and river     7",
                "                basins",
                "ASEM-2026-0002  水\u{FFFD}[2J                          53",
            ])
    }

    /// Without room for that, each row is a paragraph with its title first.
    @Test func becomesParagraphs() throws {
        #expect(
            try table().lines(screen(40)) == [
                "ASEM-2026-0001  A seminar on water and",
                "                river basins",
                "                n 7",
                "",
                "ASEM-2026-0002  水\u{FFFD}[2J",
                "                n 53",
            ])
    }

    @Test func columnsAreChosenByName() throws {
        #expect(try table().lines(screen(80, ["n", "ref"])).first == " N  REF")
        #expect(try table().lines(screen(80, ["EMPTY"])).first == "EMPTY")
        #expect {
            try table().lines(screen(80, ["titel"]))
        } throws: { error in
            (error as? CommandFailure)?.lines(Paint(TerminalTraits())).first?
                .contains("there is no column \"titel\"; use one of ref, title, empty, n") == true
        }
    }

    @Test func coloursOnlyTheHead() throws {
        let lines = try table().lines(Paint(TerminalTraits(isTerminal: true, columns: 80, hasColour: true)))
        #expect(lines[0].hasPrefix("\u{1B}[1mREF"))
        #expect(!lines[1].contains("\u{1B}"))
    }

    @Test func nothing() throws {
        #expect(try Table([.init("A")]).lines(Paint(TerminalTraits())) == [])
    }

    /// Whatever stands in it, at any width: no line is wider than the screen, no word is broken that fits a line, no word is lost. Chinese may
    /// go on in the next line after any character.
    @Test func neverOverflowsNorBreaksAWord() throws {
        var generator = SystemRandomNumberGenerator()
        let words = [
            "water", "Évora", "港口", "SOM-blessed", "2026-06-30", "a", "Internationalisation", "asem/contact-point-FR",
        ]
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "" }
                .joined(separator: " ")
        }
        for _ in 0..<400 {
            let width = Int.random(in: 40...120, using: &generator)
            var table = Table([
                .init("REF"), .init("TITLE", isTitle: true), .init("STATE", mayWrap: true), .init("CLOSES"),
                .init("NOT HEARD", isRight: true), .init("WHY IT IS SO", mayWrap: true),
            ])
            let rows = (0..<3).map {
                [$0 == 0 ? "ASEM-2026-0001" : "A-\($0)", text(20), text(3), text(1), "\($0)", text(12)]
            }
            for row in rows { table.add(row) }
            let lines = try table.lines(screen(width))
            for line in lines { #expect(line.columns <= width, "\(width): \(line)") }
            let shown = lines.flatMap { $0.split(whereSeparator: { " ·".contains($0) }) }.map(String.init)
            for row in rows {
                for word in row.joined(separator: " ").split(separator: " ") {
                    let isChinese = word.unicodeScalars.contains { $0.properties.isIdeographic }
                    let pieces = isChinese ? word.map { String($0) } : [String(word)]
                    for piece in pieces {
                        let isThere = shown.contains { isChinese ? $0.contains(piece) : $0 == piece }
                        #expect(isThere, "\(width): \(word) in \(lines)")
                    }
                }
            }
        }
    }

    /// The tables of real lists at the widths of real terminals.
    @Test(arguments: [80, 120]) func listsOfProposalsFit(_ width: Int) throws {
        let rows = try ["circulated", "drafted"].map { state in
            try JSONObject(
                json: """
                    {"ref":"ASEM-2026-0001","title":"ASEM Manila Conference on Disaster Risk Reduction and Management: \
                    Post-Haiyan, A Way Forward","state":"\(state)","state_label":"Circulated","proposer":"PH","track":\
                    "work-programme","closes":"2026-06-30T23:59:59.000000Z","starts":"2026-06-04","ends":"2026-06-06",\
                    "round":1,"not_heard":51,"origin":"live","mark":"TRIAL"}
                    """)
        }
        let lines = try Tables.proposals(rows, screen(width))
        for line in lines { #expect(line.columns <= width, "\(line)") }
        let text = lines.map { String($0.drop { $0 == " " }) }.joined(separator: " ")
        for word in ["Manila", "Reduction", "Post-Haiyan,", "Forward", "work-programme", "TRIAL"] {
            #expect(text.contains(word), "\(word)")
        }
    }
}

/// Letters take the columns that terminals give them, whatever a program counts as one letter.
@Suite struct ColumnTests {
    @Test func lettersAndTheirMarks() {
        #expect("Hội nghị về quản lý nước".columns == 24)
        #expect("Ho\u{302}\u{323}i".columns == 3)
        // Thai vowels above and below take no column, sara am takes one although it is one letter with what stands before it.
        #expect("น้ำ".columns == 2 && "กรุงเทพ".columns == 6 && "ทำงาน".columns == 5)
        #expect("水資源の管理".columns == 12 && "ﾊﾞｽ".columns == 3 && "Ｗ".columns == 2)
        #expect("한국".columns == 4 && "\u{1112}\u{1161}\u{11AB}".columns == 2)
        #expect("हिन्दी".columns == 5)
        #expect("👩‍🔬".columns == 2 && "🇻🇳".columns == 2 && "1\u{FE0F}\u{20E3}".columns == 2)
        #expect("\u{200B}\u{AD}".columns == 0)
    }

    @Test func japaneseAndChineseBreakBetweenLetters() {
        let title = "アジア欧州会合（ＡＳＥＭ）第十三回首脳会合、二〇二六年。"
        let lines = title.wrapped(to: 20)
        #expect(lines.joined() == title && lines.allSatisfy { $0.columns <= 20 })
        #expect(lines.allSatisfy { !"、。）".contains($0.first ?? " ") && !"（".contains($0.last ?? " ") })
        #expect("東京 Tokyo 2026年の会合".wrapped(to: 16) == ["東京 Tokyo 2026", "年の会合"])
        #expect("港口 Internationalisation".wrapped(to: 20) == ["港口", "Internationalisation"])
        #expect(title.longestWord < 20)
    }

    /// A title in Japanese has room in a column, however long it is; the rows stay rows.
    @Test func aJapaneseTitleStaysInItsColumn() throws {
        var table = Table([.init("REF"), .init("TITLE", isTitle: true), .init("STATE", mayWrap: true)])
        table.add(["ASEM-2026-0001", String(repeating: "水資源管理に関するセミナー", count: 4), "circulated"])
        table.add(["ASEM-2026-0002", "Hội thảo về quản lý tài nguyên nước và phát triển bền vững", "drafted"])
        let lines = try table.lines(Paint(TerminalTraits(isTerminal: true, columns: 80)))
        #expect(lines[0].hasPrefix("REF") && lines.allSatisfy { $0.columns <= 80 })
        #expect(lines[1].hasSuffix("circulated") && lines[1].contains("水資源"))
    }
}

/// The width of a page: `COLUMNS` says it first, then the screen; what is piped without it has none.
@Suite struct WidthTests {
    @Test func columnsComeFirst() {
        let screen = (columns: 132, rows: 50)
        #expect(TerminalTraits.size(["COLUMNS": "80"], screen) == (80, 50))
        #expect(TerminalTraits.size([:], screen) == (132, 50))
        #expect(TerminalTraits.size(["LINES": "30"], (0, 0)) == (80, 30))
        #expect(TerminalTraits.size(["COLUMNS": "wide"], screen) == (132, 50))
        #expect(TerminalTraits.size(["COLUMNS": "3"], screen) == (20, 50))
    }

    @Test func whatIsPipedIsNotWrappedUnasked() {
        #expect(TerminalTraits.size([:], nil) == (nil, nil))
        #expect(TerminalTraits.size(["COLUMNS": "100", "LINES": "20"], nil) == (100, nil))
    }
}

/// What is longer than the screen goes through a pager, as git's does.
@Suite struct PagerTests {
    private func shown(_ count: Int, rows: Int?, _ environment: [String: String] = [:]) -> (
        pager: String?, text: String
    ) {
        var traits = TerminalTraits(isTerminal: rows != nil, columns: 80)
        traits.rows = rows
        let test = TestConsole(environment: environment, traits: traits)
        let pager = Mutex<String?>(nil)
        var console = test.console
        console.page = { [write = console.write] text, command in
            pager.withLock { $0 = command }
            guard command != "broken" else { return false }
            write(text)
            return true
        }
        console.lines((1...count).map { "line \($0)" })
        return (pager.withLock { $0 }, test.out)
    }

    @Test func onlyWhatIsLonger() {
        #expect(shown(30, rows: 24).pager == "less")
        #expect(shown(23, rows: 24).pager == nil)
        #expect(shown(1000, rows: nil).pager == nil)
    }

    @Test func nonePagesWhereNoneIsWanted() {
        #expect(Pager.command(TestConsole(environment: ["PAGER": "more"]).console.unpaged.environment) == nil)
    }

    @Test func theEnvironmentSaysWhich() {
        #expect(shown(30, rows: 24, ["PAGER": "more"]).pager == "more")
        #expect(shown(30, rows: 24, ["PAGER": "more", "CHANCERY_PAGER": "less -S"]).pager == "less -S")
        for off in ["", "cat"] { #expect(shown(30, rows: 24, ["CHANCERY_PAGER": off]).pager == nil) }
        #expect(shown(30, rows: 24, ["TERM": "dumb"]).pager == nil)
    }

    /// A pager that is not there loses nothing.
    @Test func aPagerThatIsMissingLosesNothing() {
        #expect(shown(30, rows: 24, ["PAGER": "broken"]).text.hasSuffix("line 30\n"))
        #expect(!Pager.show("text", by: "/nonexistent/pager 2>/dev/null"))
        #expect(Pager.show("text\n", by: "cat >/dev/null"))
        #expect(Pager.show(String(repeating: "text\n", count: 100_000), by: "head -n 1 >/dev/null"))
    }
}
