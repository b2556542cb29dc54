import Foundation
import LineProtocol
import Testing

/// The transcripts of docs/protocol.md, in the order of the page, on one server.
///
/// After a change of what the server says, `CHANCERY_PRINT_PAGE=1 swift test --filter TranscriptTests` prints its replies
/// into the page, to be read before they are committed. Nothing else writes the page.
@Suite("Transcripts", .timeLimit(.minutes(60)))
struct TranscriptTests {
    @Test("every transcript of the page is what the server says")
    func transcripts() async throws {
        let isPrinting = ProcessInfo.processInfo.environment["CHANCERY_PRINT_PAGE"] == "1"
        var page = try Page("docs/protocol.md")
        let blocks = page.blocks.filter { $0.kind == "transcript" }
        #expect(blocks.count >= 40)
        let server = try await PageServer.start()
        let player = Player(server, isPrinting: isPrinting)
        var printed: [[String]] = []
        for block in blocks { printed.append(try await player.play(block)) }
        for difference in await player.differences { Issue.record("\(difference)") }
        if isPrinting {
            for (block, lines) in zip(blocks, printed).reversed() {
                page.lines.replaceSubrange(block.start..<(block.start + block.lines.count), with: lines)
            }
            if let head = page.lines.firstIndex(of: "| request | object | what it does |") {
                let end = page.lines[head...].firstIndex { !$0.hasPrefix("|") } ?? head
                page.lines.replaceSubrange(head..<end, with: Verb.table.split(separator: "\n").map(String.init))
            }
            try page.text.write(toFile: SourceTree.path(page.name), atomically: true, encoding: .utf8)
            Issue.record("the page was printed anew; read it, then run the tests without CHANCERY_PRINT_PAGE")
        } else {
            #expect(try await player.rest() == [])
        }
        #expect(await server.stop() == 0)
    }
}
