import CivilTime
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct ListTests {
    /// Five proposals, each different in everything that can be asked for.
    private static let shared = Task {
        let fixture = try await StoreFixture.make()
        var streams: [TestStream] = []
        for (index, name) in ["2026-0001", "2026-0002", "1998-0001", "2026-9999", "2026-10000"].enumerated() {
            var stream = TestStream("DEMO-\(name)")
            fill(&stream.text, index)
            stream.searched = searched(stream.text, index)
            streams.append(stream)
        }
        let drafted = try await fixture.put(Array(streams[..<2])) { $0.draft() }
        let archived = try await fixture.put([streams[2]]) { $0.draft(.archived) }
        _ = try await fixture.put(archived) { $0.move("drop", to: "dropped") }
        // As after thousands of drafts.
        try await fixture.script(
            "SET session_replication_role = replica; UPDATE ref_counter SET last_number = 9998 WHERE year = 2026")
        let late = try await fixture.put(Array(streams[3...])) { $0.draft() }
        _ = try await fixture.put([late[0]]) { stream in
            stream.row.publishedFields = ["title"]
            stream.row.facts = ["published"]
            return stream.add(.factRecorded)
        }
        streams[1] = drafted[1]
        streams[4] = late[1]
        _ = try await fixture.put([streams[1], streams[4]]) { stream in
            stream.row.isShared = true
            stream.row.hasOpenRound = true
            stream.row.round = 1
            stream.row.track = "fast"
            stream.row.notHeard = stream.name.hasSuffix("10000") ? ["fr"] : ["de", "fr"]
            stream.row.closes = Instant("2026-05-0\(stream.name.hasSuffix("10000") ? 1 : 2)T00:00:00Z")
            return stream.move("send", to: "sent")
        }
        return fixture
    }

    private static func fill(_ text: inout ListedText, _ index: Int) {
        let partners = ["nl", "de", "fr", "jp", "vn"]
        text.title = ["Clean Coast Air", "Clean Coast Water", "Old Roads", "Café O'Brien", "日本 2026"][index]
        text.proposer = partners[index]
        text.insiders = [partners[index], partners[(index + 1) % 5]]
        text.regions = index < 3 ? ["Europe"] : ["Asia", "Europe"]
        text.focusAreas = index == 0 ? ["air", "Health "] : ["water"]
        text.pillar = "economic"
        text.starts = [nil, CivilDate("2026-03-01"), CivilDate("1998-06-01"), CivilDate("2026-07-01"), nil][index]
        text.ends = [nil, CivilDate("2026-03-05"), nil, CivilDate("2026-08-01"), CivilDate("2026-09-09")][index]
    }

    private static func searched(_ text: ListedText, _ index: Int) -> String {
        text.title + [" one", " two", " three", " four & more", " five"][index]
    }

    private func list(
        _ visibility: ListQuery.Visibility = .everything, _ change: (inout ListQuery) -> Void
    ) async throws -> [String] {
        var query = ListQuery(forum: "demo", visibility: visibility)
        change(&query)
        return try await Self.shared.value.store.list(query).map { String($0.row.ref.dropFirst(5)) }
    }

    @Test func rowsComeBackAsTheyWereWritten() async throws {
        let fixture = try await StoreFixture.make()
        var stream = TestStream("DEMO-2026-0001")
        Self.fill(&stream.text, 3)
        stream.searched = Self.searched(stream.text, 3)
        stream = try await fixture.put([stream]) { $0.draft() }[0]
        #expect(
            try await fixture.store.list(ListQuery(forum: "demo", visibility: .everything))
                == [stream.listed(since: 1)])
        stream = try await fixture.put([stream]) { stream in
            stream.row.hasOpenRound = true
            stream.row.closes = Instant("2026-05-01T12:34:56.789012Z")
            stream.row.round = 4
            stream.row.notHeard = ["a", "b"]
            stream.row.track = "slow"
            return stream.move("send", to: "sent")
        }[0]
        stream = try await fixture.put([stream]) { stream in
            stream.row.publishedFields = ["title"]
            stream.row.facts = ["published"]
            return stream.add(.factRecorded)
        }[0]
        #expect(
            try await fixture.store.list(ListQuery(forum: "demo", visibility: .everything))
                == [stream.listed(since: 3)])
        // A new text and emptied columns follow.
        stream = try await fixture.put([stream]) { stream in
            stream.row.hasOpenRound = false
            stream.row.closes = nil
            stream.row.round = nil
            stream.row.notHeard = []
            stream.row.track = nil
            return stream.move("again", to: "sent")
        }[0]
        stream = try await fixture.put([stream]) { stream in
            defer { stream.searched = Self.searched(stream.text, 0) }
            return stream.revise { Self.fill(&$0, 0) }
        }[0]
        #expect(
            try await fixture.store.list(ListQuery(forum: "demo", visibility: .everything))
                == [stream.listed(since: 5)])
    }

    @Test func pagesAreInTheOrderOfRefs() async throws {
        let all = ["1998-0001", "2026-0001", "2026-0002", "2026-9999", "2026-10000"]
        #expect(try await list { _ in } == all)
        #expect(try await list { $0.limit = 2 } == ["1998-0001", "2026-0001"])
        #expect(
            try await list {
                $0.after = "DEMO-2026-0001"
                $0.limit = 2
            } == ["2026-0002", "2026-9999"])
        #expect(try await list { $0.after = "DEMO-2026-10000" } == [])
        #expect(try await list { $0.after = "DEMO-2026-9999" } == ["2026-10000"])
        await #expect(throws: StoreError.self) { try await list { $0.after = "'; DROP TABLE event" } }
        #expect(try await Self.shared.value.store.list(ListQuery(forum: "none", visibility: .everything)) == [])
    }

    @Test func whoMaySeeWhat() async throws {
        #expect(try await list(.forum(partners: [])) { _ in } == ["2026-0002", "2026-10000"])
        #expect(
            try await list(.forum(partners: ["jp"])) { _ in }
                == ["1998-0001", "2026-0002", "2026-9999", "2026-10000"])
        #expect(try await list(.published) { _ in } == ["2026-9999"])
        #expect(try await list(.published) { $0.search = "clean" } == [])
    }

    @Test func everyFilterFilters() async throws {
        #expect(try await list { $0.states = ["sent"] } == ["2026-0002", "2026-10000"])
        #expect(try await list { $0.states = ["sent", "open"] }.count == 4)
        #expect(try await list { $0.states = [] } == [])
        #expect(try await list { $0.isFinal = true } == ["1998-0001"])
        #expect(try await list { $0.isFinal = false }.count == 4)
        #expect(try await list { $0.partner = "de" } == ["2026-0001", "2026-0002"])
        #expect(try await list { $0.region = "Asia" } == ["2026-9999", "2026-10000"])
        #expect(try await list { $0.track = "fast" } == ["2026-0002", "2026-10000"])
        for area in ["health", "Health", " HEALTH", "Health "] {
            #expect(try await list { $0.focusArea = area } == ["2026-0001"], "\(area)")
        }
        #expect(try await list { $0.origin = "archive" } == ["1998-0001"])
        #expect(try await list { $0.waitingFor = "de" } == ["2026-0002"])
        #expect(try await list { $0.waitingFor = "fr" } == ["2026-0002", "2026-10000"])
    }

    @Test func daysOverlap() async throws {
        #expect(try await list { $0.from = CivilDate("2026-03-05") } == ["2026-0002", "2026-9999", "2026-10000"])
        #expect(try await list { $0.from = CivilDate("2026-03-06") } == ["2026-9999", "2026-10000"])
        #expect(try await list { $0.to = CivilDate("2026-03-01") } == ["1998-0001", "2026-0002"])
        #expect(try await list { $0.to = CivilDate("2026-02-28") } == ["1998-0001"])
        #expect(
            try await list {
                $0.from = CivilDate("2026-08-01")
                $0.to = CivilDate("2026-08-01")
            } == ["2026-9999"])
    }

    @Test(
        arguments: [
            ("clean", ["2026-0001", "2026-0002"]), ("CLEAN wat", ["2026-0002"]), ("air water", []),
            ("café", ["2026-9999"]), ("o'brien", ["2026-9999"]), ("日", ["2026-10000"]), ("lean", []),
            ("one & | ! ( ) : * <->", ["2026-0001"]), ("'':*", []), ("", []), ("\\", []), ("clean:*|old", []),
            ("five;--", ["2026-10000"]),
        ])
    func wordsAreSearchedWhateverIsTyped(text: String, expected: [String]) async throws {
        #expect(try await list { $0.search = text } == expected)
    }

    @Test func filtersGoTogether() async throws {
        #expect(
            try await list(.forum(partners: ["nl"])) {
                $0.states = ["sent"]
                $0.isFinal = false
                $0.partner = "fr"
                $0.region = "Europe"
                $0.track = "fast"
                $0.focusArea = "water"
                $0.origin = "live"
                $0.from = CivilDate("2026-01-01")
                $0.to = CivilDate("2026-12-31")
                $0.waitingFor = "fr"
                $0.search = "clean"
                $0.after = "DEMO-2026-0001"
                $0.limit = 10
            } == ["2026-0002"])
    }

    @Test func deadlinesThatPassed() async throws {
        let store = try await Self.shared.value.store
        func passed(_ now: String, _ limit: Int = 10) async throws -> [String] {
            let now = try #require(Instant(now))
            return try await store.passedDeadlines(forum: "demo", now: now, limit: limit)
        }
        #expect(try await passed("2026-05-01T00:00:00Z") == [])
        #expect(try await passed("2026-05-01T00:00:00.000001Z") == ["DEMO-2026-10000"])
        #expect(try await passed("2026-06-01T00:00:00Z") == ["DEMO-2026-10000", "DEMO-2026-0002"])
        #expect(try await passed("2026-06-01T00:00:00Z", 1) == ["DEMO-2026-10000"])
    }

    @Test func alikeTitlesAreFound() async throws {
        let store = try await Self.shared.value.store
        #expect(
            try await store.alike(forum: "demo", ref: "DEMO-2026-0001") == [
                AlikeRow(ref: "DEMO-2026-0002", title: "Clean Coast Water", isShared: true, insiders: ["de", "fr"])
            ])
        #expect(try await store.alike(forum: "demo", ref: "DEMO-1998-0001") == [])
        #expect(try await store.alike(forum: "demo", ref: "DEMO-2026-0777") == [])
    }
}
