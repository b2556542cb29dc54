import CanonicalJSON
import CivilTime
import Documents
import Postgres
import ProposalService
import Proposals
import Record
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// Documents and open uploads on a real database: what is stored, what is gone, and what the database refuses by itself.
@Suite struct DocumentTests {
    private static let ref = "DEMO-2026-0001"
    private static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    private static let digest = Digest.sha256(content).hex
    private static let now = Instant(microseconds: 1_700_000_000_000_000)

    private static func key(_ account: String = TestStream.account, _ digest: String = digest) -> UploadKey {
        UploadKey(account: account, ref: ref, digest: digest)
    }

    /// Writes what a batch decided, and answers what it was told of open uploads.
    private func write(
        _ fixture: StoreFixture, needing uploads: [UploadKey: Bool] = [:], _ writes: BatchWrites = BatchWrites()
    ) async throws -> [UploadKey: StagedUpload] {
        let seen = Seen()
        let plan = BatchPlan(
            forum: TestForum.name, proposals: [Self.ref: 1], registries: [TestForum.name: 0], uploads: uploads)
        _ = try await fixture.store.write(plan) { loaded in
            seen.uploads = loaded.uploads
            return writes
        }
        return seen.uploads
    }

    private func staged(
        _ key: UploadKey = key(), slot: Int = 1, received: Int, before: Int? = nil, at: Instant = now
    ) -> UploadWrite {
        let start = before ?? 0
        let parts = stride(from: start, to: received, by: DocumentRules.largestPart).map {
            Array(Self.content[$0..<min($0 + DocumentRules.largestPart, received)])
        }
        return UploadWrite(
            key: key, upload: StagedUpload(size: Self.content.count, received: received, slot: slot, touchedAt: at),
            receivedBefore: before, parts: parts)
    }

    @Test func partsAreKeptUntilTheyAreADocument() async throws {
        let fixture = try await StoreFixture.make()
        var stream = try await fixture.draft([Self.ref])[0]
        _ = try await write(fixture, BatchWrites(uploads: [staged(received: 46080)]))
        _ = try await write(fixture, BatchWrites(uploads: [staged(received: 92160, before: 46080)]))
        let known = try await write(fixture, needing: [Self.key(): false])
        #expect(known == [Self.key(): StagedUpload(size: 100_000, received: 92160, slot: 1, touchedAt: Self.now)])
        let whole = try await write(fixture, needing: [Self.key(): true])
        #expect(whole[Self.key()]?.content == Array(Self.content.prefix(92160)))
        // Another account is told of its own alone.
        #expect(try await write(fixture, needing: [Self.key("demo/other"): true]).isEmpty)

        let event = stream.add(.filed, ["digest": .string(Self.digest), "size": 100_000, "name": "a", "type": "b"])
        var writes = BatchWrites(events: [event])
        writes.proposals = [stream.projection(since: 1)]
        writes.documents = [NewDocument(digest: Self.digest, content: Self.content)]
        writes.uploads = [UploadWrite(key: Self.key(), upload: nil, receivedBefore: 92160, parts: [])]
        _ = try await write(fixture, writes)
        #expect(try await fixture.value("SELECT count(*) FROM upload") == 0)
        #expect(try await fixture.value("SELECT count(*) FROM upload_part") == 0)
        // Read back in parts.
        let store = fixture.store
        #expect(try await store.document(Self.digest, from: 0, count: 46080) == Array(Self.content.prefix(46080)))
        #expect(try await store.document(Self.digest, from: 92160, count: 46080) == Array(Self.content.suffix(7840)))
        #expect(try await store.document(Self.digest, from: 100_000, count: 9)?.isEmpty == true)
        let other = Digest.sha256([1]).hex
        #expect(try await store.document(other, from: 0, count: 9) == nil)
    }

    @Test func theSameContentIsStoredOnce() async throws {
        let fixture = try await StoreFixture.make()
        let streams = try await fixture.draft([Self.ref, "DEMO-2026-0002"])
        let document = NewDocument(digest: Self.digest, content: Self.content)
        // A batch that writes nothing else is not written at all.
        _ = try await write(fixture, BatchWrites(documents: [document], uploads: []))
        #expect(try await fixture.value("SELECT count(*) FROM document") == 0)
        for var stream in streams {
            let filed = stream.add(.filed, ["digest": .string(Self.digest), "size": 100_000, "name": "a", "type": "b"])
            var writes = BatchWrites(events: [filed], documents: [document])
            writes.proposals = [stream.projection(since: 1)]
            let filing = writes
            _ = try await fixture.store.write(TestForum.plan([stream.name: 1])) { _ in filing }
        }
        #expect(try await fixture.value("SELECT count(*) FROM document") == 1)
    }

    @Test func aDocumentHasItsDigest() async throws {
        let fixture = try await StoreFixture.make()
        _ = try await fixture.draft([Self.ref])
        let wrong = NewDocument(digest: Digest.sha256([1]).hex, content: Self.content)
        await #expect(throws: StoreError.self) {
            _ = try await write(fixture, BatchWrites(documents: [wrong], uploads: [staged(received: 46080)]))
        }
        #expect(try await fixture.value("SELECT count(*) FROM upload") == 0)
    }

    /// A batch that was decided on what is no longer so is decided again, and then gives up.
    @Test func bytesFollowOnThoseThatCame() async throws {
        let fixture = try await StoreFixture.make { $0.attempts = 2 }
        _ = try await fixture.draft([Self.ref])
        _ = try await write(fixture, BatchWrites(uploads: [staged(received: 46080)]))
        for writes in [
            staged(received: 92160, before: 5000), staged(Self.key("demo/x"), slot: 1, received: 92160, before: 1),
        ] {
            await #expect(throws: StoreError.self) { _ = try await write(fixture, BatchWrites(uploads: [writes])) }
        }
        #expect(try await fixture.value("SELECT received FROM upload") == 46080)
    }

    @Test func anAccountHasFourPlaces() async throws {
        let fixture = try await StoreFixture.make { $0.attempts = 2 }
        _ = try await fixture.draft([Self.ref])
        for slot in 1...4 {
            let key = Self.key(TestStream.account, Digest.sha256([UInt8(slot)]).hex)
            _ = try await write(fixture, BatchWrites(uploads: [staged(key, slot: slot, received: 46080)]))
        }
        for slot in [1, 4, 5, 0] {
            let key = Self.key(TestStream.account, Digest.sha256([9]).hex)
            await #expect(throws: StoreError.self) {
                _ = try await write(fixture, BatchWrites(uploads: [staged(key, slot: slot, received: 46080)]))
            }
        }
        #expect(try await fixture.value("SELECT count(*) FROM upload") == 4)
    }

    @Test func staleOnesOfOthersAreGivenUp() async throws {
        let fixture = try await StoreFixture.make()
        _ = try await fixture.draft([Self.ref])
        let later = Self.now.advanced(byMicroseconds: 5)
        _ = try await write(fixture, BatchWrites(uploads: [staged(Self.key("demo/old"), received: 46080)]))
        _ = try await write(fixture, BatchWrites(uploads: [staged(Self.key("demo/new"), received: 46080, at: later)]))
        var writes = BatchWrites(uploads: [staged(received: 46080)])
        writes.staleUploadsBefore = later
        _ = try await write(fixture, writes)
        let accounts: [String] = try await fixture.values("SELECT account FROM upload ORDER BY account")
        #expect(accounts == ["demo/clerk", "demo/new"])
        #expect(try await fixture.value("SELECT count(DISTINCT account) FROM upload_part") == 2)
    }

    @Test func nothingIsFiledThatIsNotThere() async throws {
        let intruder = try await Intruder.enter()
        let streams = try await intruder.fixture.draft([Self.ref])
        func filed(_ digest: String, _ size: Int64) -> (TestStream, NewEvent) {
            var stream = streams[0]
            let event = stream.add(
                .filed, ["digest": .string(digest), "size": .integer(size), "name": "a", "type": "b"])
            return (stream, event)
        }
        let content = "convert_to('a document', 'UTF8')"
        let digest = Digest.sha256(Array("a document".utf8)).hex
        for (digest, size) in [(digest, Int64(10)), ("zz", 10), ("", 10)] {
            let (stream, event) = filed(digest, size)
            #expect(try await intruder.insert(stream, after: 1, [event]) != nil, "\(digest)")
        }
        #expect(
            try await intruder.attempt("INSERT INTO document VALUES (sha256('x'), \(content))")
                == .rule("document_digest"))
        #expect(try await intruder.attempt("INSERT INTO document VALUES (sha256(''), '')") == .rule("document_size"))
        // It comes with the event that files it.
        let storing = "INSERT INTO document VALUES (sha256(\(content)), \(content)); "
        #expect(try await intruder.attempt(storing) == .rule("document_filed"))
        let (wrong, larger) = filed(digest, 11)
        #expect(try await intruder.insert(wrong, after: 1, [larger], first: storing) == .rule("event_document"))
        let (stream, event) = filed(digest, 10)
        #expect(try await intruder.insert(stream, after: 1, [event], first: storing) == nil)
        // What was filed stays as it is.
        for statement in ["UPDATE document SET content = 'y'", "DELETE FROM document", "TRUNCATE document"] {
            #expect(try await intruder.attempt(statement) == .privilege)
        }
        // Nor can more be kept of an upload than its size, or a part grow.
        let upload = "INSERT INTO upload (account, ref, digest, forum, size, received, slot, touched_at) VALUES"
        for values in ["(9, 9, 1)", "(8388609, 5000, 1)", "(9000, 5000, 5)", "(9000, 0, 1)"] {
            let (size, rest) = (
                values.dropFirst().prefix { $0 != "," }, values.drop { $0 != "," }.dropFirst().dropLast()
            )
            let statement = "\(upload) ('demo/a', '\(Self.ref)', sha256('x'), 'demo', \(size), \(rest), now())"
            #expect(try await intruder.attempt(statement)?.sqlState == .checkViolation, "\(values)")
        }
        let part =
            "INSERT INTO upload_part VALUES ('demo/a', '\(Self.ref)', sha256('x'), 0, decode(repeat('00', 5000), 'hex'))"
        #expect(try await intruder.attempt(part) != nil, "a part without its upload")
    }
}

/// What a batch was told.
private final class Seen: Sendable {
    private let state = Mutex<[UploadKey: StagedUpload]>([:])

    var uploads: [UploadKey: StagedUpload] {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
