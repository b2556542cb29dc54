import CanonicalJSON
import CivilTime
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

@Suite struct RenderingTests {
    private static let nasty = "Ünïcode 港口; a, b\\c \"quoted\" <tag> & 'x'\nsecond line\r\nthird \u{1F30A}"

    private static func entry(_ id: String, starts: String?, ends: String?, text: String = nasty) -> CalendarEntry {
        CalendarEntry(
            id: id, title: text, starts: starts.flatMap { CivilDate($0) }, ends: ends.flatMap { CivilDate($0) },
            place: "São Tomé, Somewhere; else", address: "https://example.org/a?b=c&d=e", text: text,
            category: "Kind, one", updated: Scene.instant("2026-03-10T09:00:00.123456Z"))
    }

    private static func calendar(_ entries: [CalendarEntry]) -> ViewResult {
        ViewResult(
            columns: [], rows: [], entries: entries, revisedAt: Scene.instant("2026-03-11T00:00:00Z"))
    }

    @Test func csvFollowsRFC4180AndDefusesFormulas() {
        let result = ViewResult(
            columns: [
                ViewColumn("a", "Name"), ViewColumn("n", "Days", .duration), ViewColumn("m", "Cost", .money),
                ViewColumn("l", "List"),
            ],
            rows: [
                [
                    "a": "=HYPERLINK(\"http://x\",\"y\")", "n": -5, "m": ["amount": "12.50", "currency": "USD"],
                    "l": ["FR", "VN"],
                ],
                [
                    "a": "two\nlines", "n": .null,
                    "m": [["amount": "1", "currency": "EUR"], ["amount": "2", "currency": "USD"]],
                ],
                ["a": "@sum", "l": "-1+2"], ["a": "-12.5", "l": "+1"],
                ["a": "＝1+1", "l": "\u{FEFF}=1"], ["a": " ＠x", "l": "－2"], ["a": "a=b", "l": "1-2"],
            ])
        #expect(
            result.csv
                == "Name,Days,Cost,Cost (currency),List\r\n"
                + "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-5,12.50,USD,FR; VN\r\n"
                + "\"two\nlines\",,1; 2,EUR; USD,\r\n" + "'@sum,,,,'-1+2\r\n" + "-12.5,,,,'+1\r\n"
                + "'＝1+1,,,,'\u{FEFF}=1\r\n" + "' ＠x,,,,'－2\r\n" + "a=b,,,,1-2\r\n")
    }

    @Test func calendarsPassPublicReaders() throws {
        let long = String(repeating: "æ港", count: 200)
        let text = try #require(
            Self.calendar([
                Self.entry("A-2026-0001", starts: "2026-02-27", ends: "2026-02-28"),
                Self.entry("A-2026-0002", starts: "2024-02-28", ends: "2024-02-28", text: long),
                Self.entry("A-2026-0003", starts: nil, ends: nil),
            ]).iCalendar(name: "A calendar, with; marks", forum: "place"))
        #expect(try Validator.calendar(text) == "VEVENT=2 VJOURNAL=1")
        #expect(text.contains("DTSTART;VALUE=DATE:20260227\r\nDTEND;VALUE=DATE:20260301\r\n"))
        #expect(text.contains("DTSTART;VALUE=DATE:20240228\r\nDTEND;VALUE=DATE:20240229\r\n"))
        #expect(text.contains("UID:A-2026-0001@place\r\n"))
        #expect(text.contains("DTSTAMP:20260310T090000Z\r\n"))
        let unfolded = text.split(separator: "\r\n ", omittingEmptySubsequences: false).joined()
        #expect(unfolded.contains("SUMMARY:" + long + "\r\n"))
        #expect(unfolded.contains("SUMMARY:Ünïcode 港口\\; a\\, b\\\\c \"quoted\" <tag> & 'x'\\nsecond line\\nthird 🌊"))
    }

    /// A calendar has at least one component (RFC 5545, section 3.6), so one without entries tells its time zone.
    @Test func aCalendarWithoutEntriesIsStillOne() throws {
        let text = try #require(Self.calendar([]).iCalendar(name: "Empty", forum: "place"))
        #expect(try Validator.calendar(text) == "")
        #expect(text.contains("BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\n"))
        let one = try #require(
            Self.calendar([Self.entry("A-2026-0001", starts: nil, ends: nil)]).iCalendar(name: "One", forum: "place"))
        #expect(!one.contains("VTIMEZONE"))
    }

    @Test func foldingNeverCutsACharacter() {
        for count in 60...90 {
            let line = String(repeating: "x", count: count) + "港口港口港口"
            let pieces = CalendarText.folded(line).split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(pieces.allSatisfy { $0.utf8.count <= 75 })
            #expect(pieces.dropFirst().allSatisfy { $0.hasPrefix(" ") })
            #expect(pieces.enumerated().map { $0.offset == 0 ? $0.element : $0.element.dropFirst() }.joined() == line)
        }
        #expect(CalendarText.folded(String(repeating: "x", count: 75)).utf8.count == 75)
    }

    @Test func feedsPassTheGrammarOfAtom() throws {
        let feed = CalendarDefinition.Feed(id: "https://example.org/feed", author: "A & B")
        var odd = Self.entry("meeting 1/ü", starts: nil, ends: nil, text: "control \u{1} and \u{FFFE}")
        odd.address = "javascript:alert(1)"
        var bad = Self.entry("A-2026-0003", starts: nil, ends: nil)
        bad.address = "https://example.org/%zz"
        var loud = Self.entry("A-2026-0004", starts: nil, ends: nil)
        loud.address = "HTTPS://board.example/2"
        let text = try #require(
            Self.calendar([Self.entry("A-2026-0001", starts: "2026-02-27", ends: "2026-02-28"), odd, bad, loud])
                .atom(title: "Feed <one>", feed: feed))
        #expect(try Validator.atom(text) == 4)
        #expect(text.contains("<link rel=\"alternate\" href=\"HTTPS://board.example/2\"/>"))
        #expect(!text.contains("javascript") && !text.contains("%zz\""))
        #expect(text.contains("<id>https://example.org/feed/meeting%201%2F%C3%BC</id>"))
        #expect(text.contains("<updated>2026-03-10T09:00:00.123456Z</updated>"))
        let empty = try #require(
            Self.calendar([]).atom(title: "E", feed: feed))
        #expect(try Validator.atom(empty) == 0)
    }

    @Test func chartsAreLabelled() throws {
        let result = ViewResult(
            columns: [ViewColumn("who", "Partner"), ViewColumn("days", "Days", .duration)],
            rows: [
                ["who": "FR & <co>", "days": 10], ["who": "VN", "days": 5], ["who": "XX", "days": .null],
                ["who": .null, "days": 0], ["who": "late", "days": -3],
            ])
        let text = try #require(result.svg(.init(label: "who", value: "days"), title: "Waiting \"now\""))
        #expect(
            try Validator.svg(text)
                == "5 Waiting \"now\" / A bar chart. FR & <co>: 10; VN: 5; (none): 0; late: -3.")
        #expect(text.contains("role=\"img\" aria-labelledby=\"title description\""))
        #expect(text.contains("width=\"400\" height=\"18\"") && text.contains("width=\"200\" height=\"18\""))
        #expect(result.svg(.init(label: "nobody", value: "days"), title: "T") == nil)
        let empty = try #require(
            ViewResult(columns: result.columns, rows: []).svg(.init(label: "who", value: "days"), title: "T"))
        #expect(try Validator.svg(empty) == "1 T / A bar chart without bars.")
    }

    @Test func onlyCalendarsAreFeeds() {
        let table = ViewResult(columns: [], rows: [])
        #expect(table.iCalendar(name: "N", forum: "f") == nil)
        #expect(table.atom(title: "T", feed: .init(id: "https://x", author: "A")) == nil)
    }
}
