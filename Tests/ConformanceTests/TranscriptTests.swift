import Foundation
import Testing

/// What the server says, compared with the transcripts in Transcripts.
@Suite("Transcripts", .timeLimit(.minutes(60)))
struct TranscriptTests {
    /// Those whose name has the text of CHANCERY_TRANSCRIPTS, or all.
    private func chosen() throws -> [Transcript] {
        let all = try Transcript.all()
        guard let part = ProcessInfo.processInfo.environment["CHANCERY_TRANSCRIPTS"] else { return all }
        return all.filter { $0.name.contains(part) }
    }

    @Test("the server answers what every transcript says")
    func play() async throws {
        let transcripts = try chosen()
        try #require(!transcripts.isEmpty)
        try await ConformanceServer.with { server in
            try await forEach(of: transcripts, atOnce: 8) { transcript in
                do {
                    if transcript.wantsOwnServer {
                        try await ConformanceServer.with { own in try await Player(own, transcript).play() }
                    } else {
                        try await Player(server, transcript).play()
                    }
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
    }
}

/// Does something with each element, so many of them at one time.
func forEach<Element: Sendable>(
    of elements: [Element], atOnce count: Int, _ body: @escaping @Sendable (Element) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var rest = elements[...]
        for element in rest.prefix(count) { group.addTask { try await body(element) } }
        rest = rest.dropFirst(count)
        while try await group.next() != nil {
            if let element = rest.popFirst() { group.addTask { try await body(element) } }
        }
    }
}
