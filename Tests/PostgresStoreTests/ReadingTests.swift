import CivilTime
import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct ReadingTests {
    @Test func streamsComeInTheOrderOfTheirCursors() async throws {
        let fixture = try await StoreFixture.make()
        var streams = try await fixture.draft(["DEMO-2026-0001", "DEMO-2026-0002"])
        for _ in 0..<3 { streams = try await fixture.put(streams) { $0.note() } }
        let before: Int64 = try await fixture.value("SELECT clock_timestamp()")
        let loaded = try await fixture.store.load([
            StreamCursor(forum: "demo", stream: "DEMO-2026-0002", after: 2),
            StreamCursor(forum: "demo", stream: "DEMO-2026-0404", after: 0),
            StreamCursor(forum: "demo", stream: "registry", after: 1),
            StreamCursor(forum: "demo", stream: "DEMO-2026-0002", after: 0),
        ])
        #expect(loaded.events.map { $0.map(\.sealed.event.version) } == [[3, 4], [], [2], [1, 2, 3, 4]])
        #expect(loaded.events[0].map(\.position) == [7, 9])
        #expect(loaded.now.microseconds >= before)
        #expect(try await fixture.store.load([]).events == [])
    }

    @Test func theRecordIsReadInPages() async throws {
        let fixture = try await StoreFixture.make()
        _ = try await fixture.draft(["DEMO-2026-0001", "DEMO-2026-0002"])
        let store = fixture.store
        #expect(try await store.record(forum: "demo", after: -1, limit: 2).map(\.position) == [0, 1])
        #expect(try await store.record(forum: "demo", after: 1, limit: 9).map(\.position) == [2, 3])
        #expect(try await store.record(forum: "demo", after: 3, limit: 9) == [])
        #expect(try await store.record(forum: "none", after: -1, limit: 9) == [])
        #expect(try await store.recordLength(forum: "none") == 0)
    }

    @Test func streamsAreReadAtOneMoment() async throws {
        // Two proposals that always move together, read while they do.
        let fixture = try await StoreFixture.make()
        let streams = try await fixture.draft(["DEMO-2026-0001", "DEMO-2026-0002"])
        let cursors = streams.map { StreamCursor(forum: "demo", stream: $0.name, after: 0) }
        async let writing: Void = {
            var streams = streams
            for _ in 0..<60 { streams = try await fixture.put(streams) { $0.note() } }
        }()
        var longest = 0
        while longest < 61 {
            let counts = try await fixture.store.load(cursors).events.map(\.count)
            #expect(counts[0] == counts[1])
            longest = counts[0]
        }
        try await writing
    }

    @Test func aBatchSeesAllThatEarlierHoldersOfItsLocksWrote() async throws {
        let fixture = try await StoreFixture.make()
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<15 {
                        _ = try await fixture.store.write(TestForum.plan([stream.name: 0])) { batch in
                            let history = batch.proposals[stream.name] ?? []
                            var next = stream
                            next.version = history.count
                            next.digest = history.last?.sealed.digest
                            next.recordedAt = history.last?.sealed.event.recordedAt ?? next.recordedAt
                            var writes = BatchWrites(events: [next.note()])
                            writes.proposals = [next.projection(since: history.count)]
                            return writes
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let history = try await fixture.store.load([StreamCursor(forum: "demo", stream: stream.name, after: 0)])
        #expect(history.events[0].map(\.sealed.event.version) == Array(1...61))
    }

    @Test(
        arguments: [
            (
                "bytes = convert_to('{}', 'UTF8'), digest = sha256('{}'), leaf_hash = sha256('\\x00'::bytea || '{}')",
                "is missing"
            ),
            ("bytes = bytes || ' '", "do not have the digest"), ("digest = sha256('x')", "do not have the digest"),
        ])
    func bytesThatWereTamperedWithAreNotServed(change: String, complaint: String) async throws {
        let fixture = try await StoreFixture.make()
        try await fixture.script(
            """
            ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
            SET session_replication_role = replica;
            UPDATE event SET \(change) WHERE position = 1
            """)
        #expect(try await fixture.store.record(forum: "demo", after: -1, limit: 1).count == 1)
        for read in [
            { _ = try await fixture.store.record(forum: "demo", after: 0, limit: 1) },
            { _ = try await fixture.store.load([StreamCursor(forum: "demo", stream: "registry", after: 0)]) },
            { _ = try await fixture.store.write(TestForum.plan()) { _ in BatchWrites() } },
        ] as [@Sendable () async throws -> Void] {
            await #expect {
                try await read()
            } throws: { error in
                guard case .unreadable(let event) = error as? StoreError else { return false }
                return event.forum == "demo" && event.position == 1 && event.reason.contains(complaint)
            }
        }
    }

    @Test func whoMayNotServeIsRefusedAtOnce() async throws {
        let fixture = try await StoreFixture.make()
        try await fixture.script(
            "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$; "
                + "GRANT CONNECT ON DATABASE \(Conninfo.identifier(fixture.database.name)) TO stranger")
        var configuration = fixture.database.configuration()
        configuration.conninfo += " user=stranger"
        let store = PostgresStore(configuration, options: .patient)
        await #expect {
            try await store.forums()
        } throws: { error in
            guard case .unavailable(let text) = error as? StoreError else { return false }
            return text.contains("chancery_app")
        }
        // A superuser serves with no more rights than anybody else.
        let root = PostgresStore(fixture.database.configuration(role: .superuser), options: .patient)
        let role: String = try await root.pool.run(["SELECT current_user::text"])[0].rows.value()
        #expect(role == "chancery_app")
    }
}
