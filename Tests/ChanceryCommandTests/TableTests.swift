import CanonicalJSON
import Synchronization
import Testing

@testable import ChanceryCommand

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
                .contains("there is no column \"titel\"; there are ref, title, empty, n") == true
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

    /// Whatever stands in it, at any width: no line is wider than the screen, no word is broken that fits a line, no word is lost.
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
                    #expect(shown.contains(String(word)), "\(width): \(word) in \(lines)")
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
