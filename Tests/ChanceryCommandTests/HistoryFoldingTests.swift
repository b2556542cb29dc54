import CanonicalJSON
import Proposals
import Testing

@testable import ClientCommands
@testable import Terminal

/// Histories for reading: what partners say alike is told once, and changes with what stood there before.
@Suite struct HistoryFoldingTests {
    private static let screen = Paint(TerminalTraits(isTerminal: true, columns: 80))

    private func row(_ version: Int64, _ kind: String, _ data: JSONObject, decided: String? = nil) -> JSONObject {
        let recorded = "2026-03-04T09:00:00.000000Z"
        var data = data
        data["text_digest"] = "t"
        if kind == "drafted" { data["lifecycle"] = ["id": "l", "version": 1, "digest": "d"] }
        return [
            "version": .integer(version), "position": .integer(version), "kind": .string(kind), "from": "circulated",
            "to": "circulated", "decided_at": .string(decided ?? recorded), "recorded_at": .string(recorded),
            "actor": ["account": .string("asem/\(version)")], "data": .object(data), "leaf_hash": "00",
        ]
    }

    private func lines(_ rows: [JSONObject], after fields: JSONObject = [:], isFull: Bool = false) throws -> [String] {
        HistoryPage(
            rows, try Samples.proposal(), Repository.labels, Self.screen, after: fields, isFull: isFull
        ).lines
    }

    @Test func samePositionsAreToldTogether() throws {
        let partners = ["AT", "BE", "BG", "CY"]
        var rows = partners.enumerated().map {
            row(Int64(4 + $0.offset), "position-taken", ["partner": .string($0.element), "stance": "support"])
        }
        rows.append(row(8, "position-taken", ["partner": "DE", "stance": "support", "reason": "With pleasure."]))
        rows.append(row(9, "position-taken", ["partner": "FR", "stance": "no-objection"]))
        let folded = try lines(rows)
        #expect(folded.contains { $0.contains("4–7") && $0.contains("4 partners: support") })
        #expect(folded.contains { $0.hasSuffix("AT, BE, BG, CY") })
        #expect(folded.contains { $0.contains("DE: support") } && folded.contains { $0.contains("With pleasure.") })
        #expect(folded.contains { $0.contains("FR: no-objection") })
        #expect(folded.contains { $0.hasPrefix("6 events") } && folded.last?.contains("--full") == true)
        let full = try lines(rows, isFull: true)
        for partner in partners { #expect(full.contains { $0.contains("\(partner): support") }) }
    }

    /// Positions of different days of decision are different things to tell.
    @Test func daysOfDecisionAreKept() throws {
        let rows = [("AT", "2026-03-01"), ("BE", "2026-03-01"), ("BG", "2026-03-02")].enumerated().map { index, one in
            row(
                Int64(4 + index), "position-taken", ["partner": .string(one.0), "stance": "support"],
                decided: one.1 + "T09:00:00.000000Z")
        }
        let folded = try lines(rows)
        #expect(folded.contains { $0.contains("2 partners: support") })
        #expect(folded.contains { $0.contains("BG: support") })
        #expect(folded.count { $0.contains("decided 2026-03-0") } == 2)
    }

    @Test func revisionsTellOldAndNew() throws {
        let rows = [
            row(1, "drafted", ["fields": ["title": "Seminar", "finance": "By all."]]),
            row(2, "revised", ["effect": "free", "changes": ["title": "Seminar on Water", "finance": .null]]),
            row(3, "revised", ["effect": "free", "changes": ["title": "Seminar on Rivers", "goals": "Share."]]),
        ]
        let all = try lines(rows)
        #expect(all.contains { $0.hasSuffix(": Seminar → Seminar on Water") })
        #expect(all.contains { $0.hasSuffix(": By all. → (emptied)") })
        #expect(all.contains { $0.hasSuffix(": Seminar on Water → Seminar on Rivers") })
        #expect(all.contains { $0.hasSuffix(": Share.") })
        // From the middle on, the text before it is given.
        let rest = try lines([rows[2]], after: ["title": "Seminar on Water"])
        #expect(rest.contains { $0.hasSuffix(": Seminar on Water → Seminar on Rivers") })
        let long = String(repeating: "A long objective. ", count: 8)
        let texts = try lines(
            [row(2, "revised", ["effect": "free", "changes": ["objective": .string(long)]])],
            after: ["objective": "Short."])
        #expect(texts.contains { $0.contains(", before: Short.") } && texts.contains { $0.contains(", now: A long") })
    }

    /// A newer server tells of what this program does not know, and of what it knows in other words.
    @Test func whatIsNotKnownIsToldByItsName() throws {
        let all = try lines([
            row(5, "seconded", ["name": "Harbours", "weight": 3]), row(6, "position-taken", ["stance": "warm"]),
            row(7, "moved", ["transition": "circulate", "round": ["track": "t"]]),
        ])
        #expect(all.contains { $0.contains("  seconded Harbours · asem/5") })
        #expect(all.contains { $0.contains("  position-taken · asem/6") })
        #expect(all.contains { $0.contains("  moved · asem/7") })
    }

    /// What happens to a proposal is told in words, whatever it is.
    @Test(arguments: EventKind.allCases) func kindsOfAProposalHaveWords(_ kind: EventKind) {
        switch kind.body {
        case .opening(let type): #expect(type is any ToldBody.Type)
        case .proposal(let type): #expect(type is any ToldBody.Type)
        case .registry(let type): #expect(!(type is any ToldBody.Type))
        }
    }
}
