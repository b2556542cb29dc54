import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Postgres
import ProposalService
import Proposals
import Record
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct WritingTests {
    @Test func aForumIsOpenedAndItsRecordBegins() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        var registry = TestStream.registry()
        let writes = TestForum.opening(&registry)
        let loaded = Mutex<LoadedBatch?>(nil)
        let batch = try await fixture.store.write(TestForum.registryPlan()) { batch in
            loaded.withLock { $0 = batch }
            return writes
        }
        #expect(batch == CommittedBatch(firstPosition: 0))
        // A forum that does not exist is absent.
        #expect(loaded.withLock { $0?.registries } == [:])
        #expect(try await fixture.store.forums() == [ForumRow(forum: "demo", refPrefix: "DEMO")])
        #expect(try await fixture.store.recordLength(forum: "demo") == 2)
        let record = try await fixture.store.record(forum: "demo", after: -1, limit: 10)
        #expect(record.map(\.position) == [0, 1])
        #expect(record.map(\.sealed) == writes.events.map(\.sealed))
        #expect(record.map(\.leafHash) == writes.events.map(\.leafHash))
    }

    @Test func aBatchLoadsWhatItsLocksGuard() async throws {
        let fixture = try await StoreFixture.make()
        var streams = try await fixture.draft(["DEMO-2026-0001", "DEMO-2026-0002"])
        streams = try await fixture.put(streams) { $0.move("send", to: "sent") }
        let plan = BatchPlan(
            forum: "demo", proposals: ["DEMO-2026-0001": 1, "DEMO-2026-0002": 2, "DEMO-2026-0009": 0],
            registries: ["demo": 1, "server": 0], drafts: true)
        let seen = Mutex<LoadedBatch?>(nil)
        let before: Int64 = try await fixture.value("SELECT clock_timestamp()")
        let batch = try await fixture.store.write(plan) { batch in
            seen.withLock { $0 = batch }
            return BatchWrites()
        }
        let loaded = try #require(seen.withLock { $0 })
        #expect(batch.firstPosition == nil)
        #expect(loaded.now.microseconds >= before)
        #expect(
            loaded.proposals.mapValues { $0.map(\.sealed.event.version) } == [
                "DEMO-2026-0001": [2], "DEMO-2026-0002": [],
            ])
        #expect(loaded.proposals["DEMO-2026-0001"]?.first?.sealed.digest == streams[0].digest)
        #expect(loaded.registries.mapValues { $0.map(\.sealed.event.version) } == ["demo": [2]])
        // The empty batch gave its locks back.
        _ = try await fixture.put(streams) { $0.note() }
    }

    @Test func refNumbersAnswersTokensAndPersonalDataGoWithTheirEvents() async throws {
        let fixture = try await StoreFixture.make(administrator: true)
        let key = RequestKey(key: "k1", account: TestStream.account)
        let quiet = RequestKey(key: "k1", account: "demo/b")
        var stream = TestStream("DEMO-2026-0001")
        var old = TestStream("DEMO-1998-0001")
        var registry = TestStream.registry()
        _ = TestForum.opening(&registry, administrator: true)
        let token = Token(3)
        var writes = BatchWrites(events: [
            stream.draft(), stream.note(), old.draft(.archived),
            registry.add(.tokenIssued, ["token": .string(token.name), "account": "demo/a", "expires": .null]),
        ])
        writes.registry = registry.registryRow(since: 3)
        writes.proposals = [stream.projection(since: 0), old.projection(since: 0)]
        writes.texts[stream.name] = stream.newText()
        writes.texts[old.name] = old.newText()
        writes.refNumbers = [2026: 1, 1998: 1]
        writes.answers = [
            NewAnswer(
                key: key, bodyDigest: Digest.sha256([1]).bytes, answer: Array("{}".utf8), firstEvent: 1),
            NewAnswer(key: quiet, bodyDigest: Digest.sha256([2]).bytes, answer: nil, firstEvent: nil),
        ]
        writes.tokens = [NewToken(hash: token.hash, token: token.name, account: "demo/a")]
        let salt = [UInt8](repeating: 9, count: SaltedCommitment.saltByteCount)
        let commitments = try ["A. Person", "B. Person"].map { name in
            "commitment:" + (try #require(SaltedCommitment(to: Array(name.utf8), salt: salt)).digest.hex)
        }
        writes.personal = zip(commitments, ["A. Person", "B. Person"]).map { commitment, name in
            PersonalValue(commitment: commitment, salt: salt, value: name, subject: "DEMO-2026-0001")
        }
        let first = writes
        let batch = try await fixture.store.write(TestForum.plan(drafts: true, keys: [key])) { _ in first }
        #expect(batch.firstPosition == 3)
        let seen = Mutex<LoadedBatch?>(nil)
        _ = try await fixture.store.write(TestForum.plan(drafts: true, keys: [key, quiet])) { batch in
            seen.withLock { $0 = batch }
            return BatchWrites()
        }
        let loaded = try #require(seen.withLock { $0 })
        #expect(loaded.refNumbers == [2026: 1, 1998: 1])
        #expect(
            loaded.answers == [
                key: StoredAnswer(
                    forum: "demo", bodyDigest: Digest.sha256([1]).bytes, answer: Array("{}".utf8), position: 4,
                    leafHash: first.events[1].leafHash),
                quiet: StoredAnswer(
                    forum: "demo", bodyDigest: Digest.sha256([2]).bytes, answer: nil, position: nil),
            ])
        let stored = try await fixture.store.token(hash: token.hash)
        #expect(stored == TokenRow(token: token.name, account: "demo/a", forum: "demo"))
        #expect(try await fixture.store.token(hash: Digest.sha256([4]).bytes) == nil)
        let known = try await fixture.store.personalValues(commitments + ["commitment:none"])
        #expect(known == [commitments[0]: "A. Person", commitments[1]: "B. Person"])
        // A value that was erased, and one that is no longer the one committed to.
        try await fixture.script(
            """
            UPDATE personal SET salt = NULL, value = NULL, erased_at = now() WHERE value LIKE 'A%'
            """, as: .owner)
        try await fixture.script(
            """
            ALTER TABLE personal DROP CONSTRAINT personal_commitment;
            UPDATE personal SET value = 'C. Person' WHERE value LIKE 'B%'
            """)
        #expect(try await fixture.store.personalValues(commitments) == [:])
    }

    @Test func aKeyHasOneEffectHoweverManyBatchesCarryIt() async throws {
        let fixture = try await StoreFixture.make()
        let streams = try await fixture.draft((1...8).map { "DEMO-2026-000\($0)" })
        let key = RequestKey(key: "once", account: TestStream.account)
        try await withThrowingTaskGroup { group in
            for stream in streams {
                group.addTask {
                    let plan = TestForum.plan([stream.name: 1], keys: [key])
                    _ = try await fixture.store.write(plan) { batch in
                        guard batch.answers.isEmpty else { return BatchWrites() }
                        var stream = stream
                        var writes = BatchWrites(events: [stream.note()])
                        writes.proposals = [stream.projection(since: 1)]
                        writes.answers = [
                            NewAnswer(key: key, bodyDigest: Digest.sha256([1]).bytes, answer: nil, firstEvent: 0)
                        ]
                        return writes
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.store.recordLength(forum: "demo") == 11)
    }

    @Test func nothingIsWrittenOfABatchThatIsRefused() async throws {
        let fixture = try await StoreFixture.make()
        let streams = try await fixture.draft(["DEMO-2026-0001", "DEMO-2026-0002"])
        var good = streams[0]
        var bad = streams[1]
        var writes = BatchWrites(events: [good.move("send", to: "sent"), bad.move("finish", to: "done")])
        writes.proposals = [good.projection(since: 1), bad.projection(since: 1)]
        let refused = writes
        await #expect {
            try await fixture.store.write(TestForum.plan(["DEMO-2026-0001": 1, "DEMO-2026-0002": 1])) { _ in refused }
        } throws: { error in
            guard case .rejected(let text) = error as? StoreError else { return false }
            return text.contains("event_edge")
        }
        #expect(try await fixture.store.recordLength(forum: "demo") == 4)
        let unfoldable = StoreError.corrupt("it does not fold")
        await #expect(throws: unfoldable) {
            try await fixture.store.write(TestForum.plan(["DEMO-2026-0001": 1])) { _ in throw unfoldable }
        }
        _ = try await fixture.put([streams[0]]) { $0.move("send", to: "sent") }
    }

    @Test func theEdgesAreThoseOfTheDefinition() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        let schema = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/schema"
        let definition = try LifecycleFile.load("\(schema)/lifecycles/asem-initiative.yaml")
        let bytes = definition.canonicalBytes
        let loaded = NewLifecycle(
            digest: Digest.sha256(bytes).hex, id: definition.id, version: definition.version, definition: bytes)
        var registry = TestStream.registry()
        let writes = TestForum.opening(&registry, lifecycle: loaded)
        _ = try await fixture.store.write(TestForum.registryPlan()) { _ in writes }
        let edges: [String] = try await fixture.values(
            "SELECT concat_ws(' ', transition, from_state, coalesce(to_state, '-')) FROM lifecycle_edge")
        let expected = definition.transitions.flatMap { transition in
            transition.from.map { "\(transition.id) \($0) \(transition.to ?? "-")" }
        }
        #expect(edges.sorted() == expected.sorted())
        #expect(try await fixture.value("SELECT initial_state FROM lifecycle") as String == definition.initial)
    }

    @Test func aLifecycleIsLoadedOnceForAllForums() async throws {
        let fixture = try await StoreFixture.make()
        try await fixture.open("other", prefix: "OTHER")
        #expect(try await fixture.value("SELECT count(*) FROM lifecycle") as Int == 1)
        #expect(try await fixture.value("SELECT count(*) FROM lifecycle_edge") as Int == 9)
        let abandoned: [String] = try await fixture.value("SELECT abandoned FROM lifecycle")
        #expect(abandoned == ["dropped"])
        _ = try await fixture.draft(["OTHER-2026-0001"], forum: "other")
    }
}
