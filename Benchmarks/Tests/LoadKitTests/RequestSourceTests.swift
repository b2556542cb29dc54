import BenchmarkTexts
import LineProtocol
import LoadKit
import Testing

@Suite struct RequestSourceTests {
    @Test(arguments: Mix.allCases.filter { $0 != .life })
    func everyRequestIsOneThatTheServerReads(_ mix: Mix) throws {
        let source = RequestSource(mix, forum: "asem", refs: ["ASEM-2026-0001"], senders: 1, isKeyed: true)
        var random = SplitMix64(seed: 1)
        let request = try #require(source.request(of: 0, &random))
        #expect(try Request.parse(Array(request.line.utf8)) == request)
    }

    @Test func aSenderMovesItsOwnDraftsOutAndBack() throws {
        let refs = (1...5).map { "ASEM-2026-000\($0)" }
        let source = RequestSource(.advance, forum: "asem", refs: refs, senders: 2)
        var random = SplitMix64(seed: 1)
        let moves = (0..<6).compactMap { _ in source.request(of: 1, &random)?.arguments }
        #expect(
            moves == [
                [refs[1], "circulate"], [refs[1], "recall"], [refs[3], "circulate"], [refs[3], "recall"],
                [refs[1], "circulate"], [refs[1], "recall"],
            ])
        #expect(RequestSource(.advance, forum: "asem", refs: [], senders: 2).request(of: 0, &random) == nil)
    }

    /// A run ends with every draft where it was: the next one begins with circulations.
    @Test func aSenderOwesWhatItMovedOut() {
        let source = RequestSource(.advance, forum: "asem", refs: ["ASEM-2026-0001"], senders: 1)
        var random = SplitMix64(seed: 1)
        let owed = (0..<3).map { _ in
            _ = source.request(of: 0, &random)
            return source.owes(0)
        }
        #expect(owed == [true, false, true])
    }

    @Test(arguments: [Mix.circulate, .hear]) func eachRefIsGivenOnce(_ mix: Mix) {
        let source = RequestSource(mix, forum: "asem", refs: ["A-2026-0001", "A-2026-0002"], senders: 2)
        var random = SplitMix64(seed: 1)
        let given = (0..<4).map { source.request(of: $0 % 2, &random)?.arguments.first }
        #expect(given == ["A-2026-0001", "A-2026-0002", nil, nil])
    }

    @Test func theWordsAreDifferentOnes() {
        #expect(Set((0..<Vocabulary.count).map(Vocabulary.word)).count == Vocabulary.count)
    }
}
