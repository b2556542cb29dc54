import CanonicalJSON
import Glibc
import ProposalService
import Proposals
import TestRandom
import Testing

@testable import PostgresStore

/// How often what was meant is found by a word with a slip, and how much else with it. Prints what it measured.
@Suite struct SlipsTests {
    @Test func mostSlipsFindWhatWasMeant() async throws {
        let fixture = try await StoreFixture.make()
        let texts = try Self.texts()
        _ = try await fixture.put(
            texts.enumerated().map { index, text in
                var stream = TestStream("DEMO-2026-\(String(10_001 + index).dropFirst())")
                (stream.text.title, stream.searched) = (text.title, text.searched)
                return stream
            }
        ) { $0.draft() }
        let words = Set(texts.flatMap { FoldedText.words($0.title) }).filter {
            $0.count >= 5 && $0.allSatisfy { ("a"..."z").contains($0) }
        }.sorted()
        var random = SeededRandom(seed: 13)
        var table = [
            "| slip | words | found | by beginnings alone | others with them |", "| --- | ---: | ---: | ---: | ---: |",
        ]
        var (tried, found, many) = (0, 0, 0)
        for slip in Slip.allCases {
            var measure = Measure()
            for word in words {
                guard let missed = slip.made(of: word, &random) else { continue }
                try await measure.count(missed, for: word, fixture.store)
            }
            table.append(
                "| \(slip.rawValue) | \(measure.tried) | \(measure.found) | \(measure.before) | \(measure.others) |")
            tried += measure.tried
            found += measure.found
            many += measure.others
        }
        print(table.joined(separator: "\n"))
        print("recall \(found * 1000 / tried) thousandths; \(many * 100 / tried) others in 100 searches")
        #expect(found * 1000 / tried >= 900 && many * 100 / tried <= 200)
    }

    private struct Measure {
        var (tried, found, before, others) = (0, 0, 0, 0)

        /// Everything that the word itself finds is to be found.
        mutating func count(_ missed: String, for word: String, _ store: PostgresStore) async throws {
            var query = ListQuery(forum: "demo", visibility: .everything)
            query.search = word
            let meant = Set(try await store.refs(query))
            query.search = missed
            var refs = Set(try await store.refs(query))
            tried += 1
            if refs.isSuperset(of: meant) { before += 1 }
            if refs.isEmpty {
                query.instead = try await store.nearWords(query)
                if !query.instead.isEmpty { refs = Set(try await store.refs(query)) }
            }
            if refs.isSuperset(of: meant) { found += 1 }
            others += refs.subtracting(meant).count
        }
    }

    /// Past activities of ASEM: their titles, and what is searched of them.
    private static func texts() throws -> [(title: String, searched: String)] {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let path = root + "/schema/forums/asem/initiatives.jsonl"
        let file = try #require(fopen(path, "rb"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let activity = try JSONValue.parse(Array(line))
            let parts = ["title", "objective", "outline", "expected_outcomes", "audience"].compactMap {
                activity[$0]?.string
            }
            return (parts.first ?? "", parts.joined(separator: "\n"))
        }
    }
}
