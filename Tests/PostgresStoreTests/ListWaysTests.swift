import Postgres
import ProposalService
import Proposals
import TestRandom
import Testing

@testable import PostgresStore

/// A page is the same whichever way it is read, and no way reads a whole forum for what many proposals have.
@Suite struct ListWaysTests {
    private static let words = ["harbour", "harvest", "museum", "river"]
    private static let partners = ["nl", "de", "fr"]

    private struct Listed {
        var ref: String
        var insiders: [String]
        var word: String
        var isShared: Bool
    }

    private func filled(_ count: Int, _ random: inout SeededRandom) async throws -> (StoreFixture, [Listed]) {
        let fixture = try await StoreFixture.make()
        var streams: [TestStream] = []
        var listed: [Listed] = []
        for number in 1...count {
            var stream = TestStream("DEMO-2026-\(String(10_000 + number).dropFirst())")
            // Of the first half nobody has the last word: what is asked for may be far off.
            let word = random.pick(number > count / 2 ? Self.words : Array(Self.words.dropLast()))
            stream.text.proposer = random.pick(Self.partners)
            stream.text.insiders = [stream.text.proposer ?? ""] + (random.chance(30) ? ["jp"] : [])
            stream.searched = "A \(word)"
            streams.append(stream)
            listed.append(Listed(ref: stream.name, insiders: stream.text.insiders, word: word, isShared: false))
        }
        let drafted = try await fixture.put(streams) { $0.draft() }
        var sent: [TestStream] = []
        for index in drafted.indices where random.chance(50) {
            listed[index].isShared = true
            var stream = drafted[index]
            stream.row.isShared = true
            sent.append(stream)
        }
        _ = try await fixture.put(sent) { $0.move("send", to: "sent") }
        return (fixture, listed)
    }

    @Test func everyWayFindsTheSamePage() async throws {
        var random = SeededRandom(seed: 21)
        let (fixture, listed) = try await filled(60, &random)
        for _ in 0..<150 {
            var query = ListQuery(forum: "demo", visibility: .everything)
            var expected = listed
            if random.chance(70) {
                let own = [random.pick(Self.partners)]
                query.visibility = .forum(partners: own)
                expected.removeAll { !$0.isShared && !$0.insiders.contains(own[0]) }
            }
            if random.chance(60) {
                let partner = random.pick(Self.partners + ["jp", "vn"])
                query.partner = partner
                expected.removeAll { !$0.insiders.contains(partner) }
            }
            if random.chance(60) {
                let word = random.pick(Self.words + ["har", "zebra"])
                query.search = word
                // A partner's proposals have the word that names it.
                let named = random.chance(40) ? [random.pick(Self.partners)] : []
                if !named.isEmpty { query.named[word] = named }
                if random.chance(30) { query.search = word + " a" }
                expected.removeAll { !$0.word.hasPrefix(word) && !$0.insiders.contains(where: named.contains) }
            }
            if random.chance(30) {
                query.states = [random.pick(["sent", "open"])]
                expected.removeAll { $0.isShared != (query.states == ["sent"]) }
            }
            if random.chance(50) {
                let after = random.pick(listed).ref
                query.after = after
                expected.removeAll { $0.ref <= after }
            }
            query.limit = 1 + random.below(8)
            let ways = ListStatement.Ways(
                firstWalk: random.pick([1, 5, 50]), few: random.pick([0, 3, 10, 2000]),
                longWalk: random.pick([1, 20, 20_000]))
            let statement = try #require(try ListStatement.make(query, columns: "p.ref", ways: ways))
            let refs = try await fixture.store.read([statement]) { results in
                try results[0].rows.column(String.self)
            }
            #expect(refs == expected.map(\.ref).prefix(query.limit).map { $0 }, "\(query) \(ways)")
        }
    }

    /// The rows that each step of a page reads do not grow with what matches.
    @Test func whatManyHaveIsReadInOrder() async throws {
        var random = SeededRandom(seed: 22)
        let (fixture, _) = try await filled(400, &random)
        func plan(_ change: (inout ListQuery) -> Void) async throws -> String {
            var query = ListQuery(forum: "demo", visibility: .forum(partners: ["nl"]), limit: 5)
            change(&query)
            let statement = try #require(try ListStatement.make(query))
            return try await fixture.store.read([
                Statement(
                    "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + statement.sql, statement.parameters)
            ]) { results in try results[0].rows.column(String.self) }.joined(separator: "\n")
        }
        let common = try await plan { $0.search = "har" }
        #expect(common.contains("Bitmap Index Scan on proposal_text_search (never executed)"), "\(common)")
        let rare = try await plan { $0.search = "zebra" }
        #expect(rare.contains("Bitmap Index Scan on proposal_text_search (actual rows=0 loops=1)"), "\(rare)")
        for plain in [try await plan { _ in }, try await plan { $0.origin = "live" }] {
            #expect(!plain.contains("Sort") && !plain.contains("Gather"), "\(plain)")
        }
    }
}
