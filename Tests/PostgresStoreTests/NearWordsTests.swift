import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

/// Words that stand in no text find the nearest ones, of texts that the reader may see.
@Suite struct NearWordsTests {
    private func filled(_ titles: [String], insiders: [String] = ["nl"]) async throws -> StoreFixture {
        let fixture = try await StoreFixture.make()
        _ = try await fixture.put(streams(titles, insiders: insiders)) { $0.draft() }
        return fixture
    }

    private func streams(_ titles: [String], from first: Int = 1, insiders: [String] = ["nl"]) -> [TestStream] {
        titles.enumerated().map { index, title in
            var stream = TestStream("DEMO-2026-\(String(10_000 + first + index).dropFirst())")
            (stream.text.title, stream.searched) = (title, title)
            (stream.text.proposer, stream.text.insiders) = (insiders.first, insiders)
            return stream
        }
    }

    private func near(
        _ text: String, _ fixture: StoreFixture, _ visibility: ListQuery.Visibility = .everything,
        forum: String = "demo"
    ) async throws -> [String: [String]] {
        var query = ListQuery(forum: forum, visibility: visibility)
        query.search = text
        return try await fixture.store.nearWords(query)
    }

    @Test func theNearestWordsAreFound() async throws {
        let fixture = try await filled([
            "Clean environment", "Environmental law", "Umweltschutz am Wasser", "Color of ports", "Hội nghị", "减贫论坛",
            "Water", "Connectivity",
        ])
        for (asked, words) in [
            ("enviroment", ["environment"]), ("ENVIRNOMENT", ["environment"]), ("schutz", ["umweltschutz"]),
            ("colour", ["color"]), ("porst", ["ports"]), ("wter", ["water"]), ("watre", ["water"]),
            ("connetcivty", ["connectivity"]), ("enviornmen", ["environment", "environmental"]), ("nghi thao", []),
            ("environ", []), ("zzzz", []), ("wa", []), ("减论", []), ("20261", []), ("", []), ("'", []),
        ] {
            let found = try await near(asked, fixture)
            #expect(found.values.map { $0 } == (words.isEmpty ? [] : [words]), "\(asked): \(found)")
        }
        #expect(
            try await near("enviroment conectivity", fixture) == [
                "enviroment": ["environment"], "conectivity": ["connectivity"],
            ])
        // Beside words that are found only what stands with them.
        #expect(try await near("clean enviromental", fixture) == [:])
        #expect(try await near("law enviromental", fixture) == ["enviromental": ["environmental"]])
        #expect(try await near("law enviroment", fixture) == ["enviroment": ["environmental"]])
        #expect(try await near("law conectivity", fixture) == [:])
        // One that has nothing near leaves the search as it stands, and so do many.
        #expect(try await near("enviroment zzzz", fixture) == [:])
        #expect(try await near("enviroment colour porst watre schutz conectivity", fixture) == [:])
    }

    @Test func onlyWordsThatTheReaderSeesAreNamed() async throws {
        let fixture = try await filled(["Submarine museums"])
        _ = try await fixture.put(streams(["Submarines"], from: 2, insiders: ["fr"])) { $0.draft() }
        #expect(try await near("submarnie", fixture, .forum(partners: ["nl"])) == ["submarnie": ["submarine"]])
        #expect(try await near("submarnies", fixture, .forum(partners: ["fr"])) == ["submarnies": ["submarines"]])
        #expect(try await near("submarnies", fixture, .forum(partners: ["nl"])) == ["submarnies": ["submarine"]])
        #expect(try await near("musems", fixture, .forum(partners: ["fr"])) == [:])
        #expect(try await near("submarnie", fixture, .forum(partners: [])) == [:])
    }

    @Test func wordsAreThoseOfOneForum() async throws {
        let fixture = try await filled(["Museums"])
        try await fixture.open("other", prefix: "OTHER")
        #expect(try await near("musems", fixture, forum: "other") == [:])
        #expect(try await near("musems", fixture, forum: "none") == [:])
        #expect(try await near("musems", fixture) == ["musems": ["museums"]])
    }

    /// A word of a text that is no more stays in the table, and is not named.
    @Test func wordsOfEarlierTextsAreNotNamed() async throws {
        let fixture = try await StoreFixture.make()
        let drafted = try await fixture.put(streams(["Museums and galleries"])) { $0.draft() }
        _ = try await fixture.put(drafted) { stream in
            stream.searched = "Glaciers"
            return stream.revise { $0.title = "Glaciers" }
        }
        #expect(try await near("musems", fixture) == [:])
        #expect(try await near("glacirs", fixture) == ["glacirs": ["glaciers"]])
        let words: [String] = try await fixture.values("SELECT word FROM search_word ORDER BY word")
        #expect(words == ["and", "galleries", "glaciers", "museums"])
    }

    @Test func noTextBreaksTheTable() async throws {
        let fixture = try await filled(WordsTests.hard)
        for text in WordsTests.hard + ["'abcd", "\\abcd\\", "a'b\\cdef", "& | !", ":*abc", "<<abc", "=demo", "#123"] {
            _ = try await near(text, fixture)
            _ = try await near(text + "x", fixture)
        }
        let audited = try await fixture.store.auditProposals(
            forum: "demo", after: nil, limit: AuditPageLimit(proposals: 100, events: 100, history: 100),
            registryVersion: 0)
        for proposal in audited.proposals { #expect(proposal.fault == nil, "\(proposal.ref)") }
    }

    /// Two servers that bring the same new words, in another order, wait for each other at most.
    @Test func serversBringTheSameWordsAtOnce() async throws {
        let fixture = try await StoreFixture.make()
        let second = PostgresStore(fixture.database.configuration(), options: .patient)
        let other = StoreFixture(database: fixture.database, store: second)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for round in 0..<4 {
                let titles = (0..<20).map { "Museum\($0) galleries\($0) round" }
                let name = "f\(round)"
                group.addTask {
                    let on = round.isMultiple(of: 2) ? fixture : other
                    try await on.open(name, prefix: "F\(round)")
                    var streams: [TestStream] = []
                    for (index, title) in (round.isMultiple(of: 2) ? titles : titles.reversed()).enumerated() {
                        var stream = TestStream(
                            "F\(round)-2026-\(String(10_001 + index).dropFirst())", forum: name)
                        (stream.text.title, stream.searched) = (title, title)
                        streams.append(stream)
                    }
                    _ = try await on.put(streams) { $0.draft() }
                }
            }
            try await group.waitForAll()
        }
        let counts: [Int] = try await fixture.values(
            "SELECT count(*) FROM search_word GROUP BY forum ORDER BY forum")
        #expect(counts == [41, 41, 41, 41])
        await second.close()
    }

    @Test func theServerWritesNoWords() async throws {
        let fixture = try await filled(["Museums"])
        for wrong in [
            "INSERT INTO search_word (forum, word) VALUES ('demo', 'musems')", "DELETE FROM search_word",
            "UPDATE search_word SET word = 'musems'",
        ] {
            await #expect(throws: PostgresError.self) { try await fixture.script(wrong, as: .app) }
        }
    }

    /// However many words there are, few are looked at.
    @Test func wordsAreLookedUpByTheirParts() async throws {
        let fixture = try await filled(["Museums"])
        try await fixture.script(
            "INSERT INTO search_word (forum, word) SELECT 'demo', translate(md5(n::text), '0123456789', 'ghijklmnop') FROM generate_series(1, 20000) AS n"
        )
        let statement = NearWordReading.words(near: ["musems"], in: "demo")
        let plan = try await fixture.store.read([
            Statement("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + statement.sql, statement.parameters)
        ]) { results in try results[0].rows.column(String.self) }.joined(separator: "\n")
        #expect(plan.contains("Bitmap Index Scan on search_word_parts"), "\(plan)")
        #expect(try await near("musems", fixture) == ["musems": ["museums"]])
    }
}
