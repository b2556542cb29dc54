import CanonicalJSON
import Testing

@testable import ClientCommands
@testable import Terminal

/// An overview shows the beginning of what is long, and says how to read the rest.
@Suite struct ExcerptTests {
    private let long = Array(repeating: "Parliament must agree first.", count: 300).joined(separator: " ")
    private let screen = Paint(TerminalTraits(isTerminal: true, columns: 80))

    private func fits(_ lines: [String]) -> Bool { lines.allSatisfy { $0.columns <= 80 } }

    @Test func textsAreCutBetweenWords() {
        #expect("short".excerpt(mark: "…") == "short")
        let cut = long.excerpt(mark: "…")
        #expect(cut.columns <= String.excerptColumns + 2 && cut.hasSuffix(" …") && long.hasPrefix(cut.dropLast(2)))
        #expect(String(repeating: "水", count: 500).excerpt(mark: "…").columns <= String.excerptColumns + 2)
    }

    @Test func requirementsAreToldInPartUnlessAskedFor() {
        let requirement: JSONObject = [
            "label": "full consensus", "detail": .string("1 of 2 partners; DE: reservation (\(long))"), "met": false,
        ]
        let short = RequirementText(screen).lines(requirement, indent: 2)
        let full = RequirementText(screen, isFull: true).lines(requirement, indent: 2)
        #expect(short.count < 8 && full.count > 100 && fits(short) && fits(full))
        #expect(short.first?.contains("1 of 2 partners; DE: reservation") == true)
    }

    @Test func positionsAreFoldedAndSayHowToUnfoldThem() throws {
        let position: JSONValue = .object(["partner": "DE", "stance": "reservation", "reason": .string(long)])
        let proposal: JSONObject = [
            "ref": "ASEM-2026-0001", "title": "T", "state": "circulated", "round": 1, "track": "work-programme",
            "positions": .object(["reservation": .array([position])]),
        ]
        let lines = ShowPage(proposal, LifecycleLabels(), screen).lines
        #expect(lines.count < 25 && fits(lines))
        #expect(lines.contains { $0.contains("chancery show ASEM-2026-0001 --round 1") })
        // The page that it names has all of it.
        let row: JSONObject = ["partner": "DE", "stance": "reservation", "reason": .string(long)]
        let round = RoundPage([row], ["ref": "ASEM-2026-0001", "number": 1], LifecycleLabels(), screen).lines
        #expect(round.count > 100 && fits(round) && !round.contains { $0.contains("--round") })
    }

    @Test func historiesAreFoldedUnlessFull() throws {
        func row(_ version: Int64, _ partner: String) -> JSONObject {
            [
                "version": .integer(version), "kind": "position-taken", "recorded_at": "2026-03-04T09:00:00.000000Z",
                "data": .object([
                    "partner": .string(partner), "stance": "reservation", "reason": .string(long), "text_digest": "t",
                ]),
            ]
        }
        let rows = [row(2, "DE"), row(3, "FR")]
        let short = HistoryPage(rows, ["ref": "A", "title": "T"], LifecycleLabels(), screen).lines
        let full = HistoryPage(rows, ["ref": "A", "title": "T"], LifecycleLabels(), screen, isFull: true).lines
        #expect(short.count < 30 && full.count > 200 && fits(short) && fits(full))
        #expect(short.last?.contains("--full") == true && full.last?.contains("--full") == false)
    }

    @Test func eventsOfAWatchFitTheScreen() {
        let pushed: JSONObject = [
            "event": .object([
                "ref": "ASEM-2026-0001", "version": 12, "kind": "position-taken",
                "recorded_at": "2026-03-04T09:00:00.000000Z",
                "data": .object(["partner": "DE", "stance": "no-objection", "text_digest": "t"]),
                "actor": .object([
                    "account": "asem/regional-coordinator-EEAS-acting",
                    "office": .object(["role": "regional-coordinator"]),
                ]),
            ]), "cursor": "asem:120345:b932b85abad35801",
        ]
        let narrow = WatchText(screen).lines(pushed)
        #expect(narrow.count > 1 && fits(narrow) && narrow.last?.hasSuffix("[asem:120345:b932b85abad35801]") == true)
        #expect(WatchText(Paint(TerminalTraits())).lines(pushed).count == 1)
    }
}
