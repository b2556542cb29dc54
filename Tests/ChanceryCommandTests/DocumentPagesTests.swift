import CanonicalJSON
import LineProtocol
import Testing

@testable import ClientCommands
@testable import Terminal

/// Documents in words: on the page of a proposal, in its history, on the page of its lifecycle, and how far one has come.
@Suite struct DocumentPagesTests {
    private let screen = Paint(TerminalTraits(isTerminal: true, columns: 80))

    private static let digest = String(repeating: "3b1f", count: 16)
    private static let document: JSONObject = [
        "name": "Étude\u{1B}[2J.pdf", "type": "application/pdf", "size": 1_500_000, "digest": .string(digest),
        "filed_at": "2026-03-02T09:00:00.000000Z",
        "by": ["account": "asem/proposer-FR", "office": ["role": "proposer", "partner": "FR"]],
    ]

    @Test func onTheProposal() throws {
        var proposal = try Samples.proposal()
        proposal["documents"] = [.object(Self.document)]
        let lines = ShowPage(proposal, Repository.labels, screen).lines
        let heading = try #require(lines.firstIndex { $0.contains("── Documents ─") })
        #expect(lines[heading + 1].hasPrefix("  2026-03-02  Étude�[2J.pdf (1.4 MiB, digest 3b1f3b1f3b1f)"))
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") && $0.columns <= 80 })
        proposal["documents"] = []
        #expect(!ShowPage(proposal, Repository.labels, screen).lines.contains { $0.contains("Documents") })
    }

    @Test func inTheHistory() {
        let entry = HistoryFolding.Entry(ShownEvent(["kind": "filed", "data": .object(Self.document)]))
        let text = EventText(Repository.labels, screen)
        #expect(text.headline(entry).plain == "document filed: Étude�[2J.pdf")
        #expect(text.details(entry) == ["application/pdf, 1.4 MiB, digest \(Self.digest)"])
    }

    @Test func onTheLifecycle() throws {
        var definition: JSONObject = [
            "states": [["id": "open", "label": "Open"]],
            "documents": ["types": ["application/pdf", "image/jpeg"], "roles": ["clerk"], "states": ["open"]],
        ]
        let lines = LifecyclePage(definition, [:], screen).lines
        #expect(
            lines.suffix(3) == ["documents  Open", "  by: clerk", "  takes up to 50 of 8 MiB each: .pdf, .jpg, .jpeg"])
        definition["documents"] = nil
        #expect(!LifecyclePage(definition, [:], screen).lines.contains { $0.hasPrefix("documents") })
    }

    @Test func sizes() {
        let sizes = [1, 2, 1023, 1024, 1536, 46080, 1 << 20, (8 << 20) - 1, 8 << 20]
        #expect(
            sizes.map(SizeText.text) == [
                "1 byte", "2 bytes", "1023 bytes", "1 KiB", "1.5 KiB", "45 KiB", "1 MiB", "8 MiB", "8 MiB",
            ])
    }

    @Test func howFarItHasCome() {
        let bar = ProgressBar.text(
            "filing", done: 92_160, total: 8 << 20, unit: .kibibytes, width: 60, isUnicode: false)
        #expect(bar.hasPrefix("filing ") && bar.hasSuffix(" 90/8192 KiB"))
        let end = ProgressBar.text("filing", done: 1500, total: 1500, unit: .kibibytes, width: 80, isUnicode: true)
        #expect(end.hasSuffix("██ 2/2 KiB"))
    }
}
