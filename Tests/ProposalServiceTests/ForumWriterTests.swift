import CanonicalJSON
import Documents
import Proposals
import Synchronization
import Testing

@testable import ProposalService

/// What a queue takes: so many bytes in all, and so many of one account.
@Suite struct ForumWriterTests {
    private func pending(_ account: String, bytes: Int, _ work: WriteRequest.Work? = nil) -> PendingWrite {
        PendingWrite(
            request: WriteRequest(
                work: work ?? .act(ref: "MINI-2026-0001", .note("x", decidedAt: nil)),
                body: Array(repeating: 0x20, count: bytes)),
            caller: Caller(account: account, forum: "mini", token: ""), bodyDigest: [], seed: [],
            promise: Promise())
    }

    /// What is under test here needs nothing that a registry could tell.
    private func needs(_ pending: PendingWrite) -> WriteNeeds {
        pending.request.work.needs(of: pending.caller.account, nil)
    }

    @Test func aQueueIsBoundedInBytesByForumAndByAccount() async {
        var configuration = ServiceConfiguration()
        configuration.queueBytes = 10_000
        configuration.accountQueueBytes = 4_000
        let (holds, open) = AsyncStream.makeStream(of: Void.self)
        // The first batch is being written until the test ends.
        let (begun, begins) = AsyncStream.makeStream(of: Int.self)
        let writer = ForumWriter(configuration, needs: needs) { batch, _ in
            begins.yield(batch.count)
            for await _ in holds { return }
        }
        #expect(writer.enqueue(pending("mini/a", bytes: 9_000)) == .taken, "whatever a line can carry")
        var sizes = begun.makeAsyncIterator()
        #expect(await sizes.next() == 1)
        #expect(writer.enqueue(pending("mini/a", bytes: 3_000)) == .taken)
        #expect(writer.enqueue(pending("mini/a", bytes: 3_000)) == .accountFull)
        #expect(writer.enqueue(pending("mini/b", bytes: 3_000)) == .taken)
        #expect(writer.enqueue(pending("mini/c", bytes: 3_000)) == .taken)
        #expect(writer.enqueue(pending("mini/d", bytes: 3_000)) == .full)
        open.finish()
        #expect(await sizes.next() == 3)
        await writer.close()
        #expect(writer.enqueue(pending("mini/a", bytes: 1)) == .closed)
    }

    @Test func batchesAreTakenInOrderUpToTheirLimits() async {
        var configuration = ServiceConfiguration()
        configuration.batchCommands = 3
        configuration.batchBytes = 10_000
        let (holds, open) = AsyncStream.makeStream(of: Void.self)
        let (taken, takes) = AsyncStream.makeStream(of: [String].self)
        let writer = ForumWriter(configuration, needs: needs) { batch, _ in
            takes.yield(batch.map(\.caller.account))
            for await _ in holds { return }
        }
        var batches = taken.makeAsyncIterator()
        _ = writer.enqueue(pending("a", bytes: 10))
        // The first is written alone: it waits for nobody. The others gather meanwhile.
        #expect(await batches.next() == ["a"])
        for account in ["b", "c", "d", "e"] { _ = writer.enqueue(pending(account, bytes: 10)) }
        _ = writer.enqueue(pending("f", bytes: 9_000))
        _ = writer.enqueue(pending("g", bytes: 20_000))
        open.finish()
        #expect(await batches.next() == ["b", "c", "d"])
        #expect(await batches.next() == ["e", "f"])
        #expect(await batches.next() == ["g"], "more bytes than a batch holds go alone")
        await writer.close()
    }

    /// While a batch is being committed another one is decided; both are waited for at the end.
    @Test func whatTouchesOtherProposalsIsDecidedBesideACommit() async {
        var configuration = ServiceConfiguration()
        configuration.batchCommands = 2
        configuration.batchBeside = 2
        func note(_ ref: String) -> PendingWrite { pending(ref, bytes: 1, .act(ref: ref, .note("n", decidedAt: nil))) }
        let (holds, open) = AsyncStream.makeStream(of: Void.self)
        let (taken, takes) = AsyncStream.makeStream(of: [String].self)
        let ended = Mutex(0)
        let writer = ForumWriter(configuration, needs: needs) { batch, committing in
            takes.yield(batch.map(\.caller.account))
            if batch.count == 2 { committing() }
            for await _ in holds { break }
            ended.withLock { $0 += batch.count }
        }
        var batches = taken.makeAsyncIterator()
        _ = writer.enqueue(note("A"))
        #expect(await batches.next() == ["A"])
        for ref in ["B", "C", "B", "D", "E"] { _ = writer.enqueue(note(ref)) }
        open.yield()
        #expect(await batches.next() == ["B", "C"])
        #expect(await batches.next() == ["D", "E"], "the first is not committed yet")
        open.finish()
        #expect(await batches.next() == ["B"])
        await writer.close()
        #expect(ended.withLock { $0 } == 6)
    }

    @Test func closingWaitsForWhatWasTaken() async {
        let written = Mutex(0)
        let writer = ForumWriter(ServiceConfiguration(), needs: needs) { batch, _ in
            await Task.yield()
            written.withLock { $0 += batch.count }
        }
        for _ in 0..<100 { _ = writer.enqueue(pending("a", bytes: 10)) }
        await writer.close()
        #expect(written.withLock { $0 } == 100)
        // One that rests is closed at once.
        await writer.close()
    }

    @Test func aPartOfADocumentIsChargedByWhatItCarries() {
        let document = Document(
            name: "a.pdf", type: "application/pdf", size: DocumentRules.largestDocument,
            digest: String(repeating: "0", count: 64))
        let last = DocumentUpload(
            document: document,
            step: .part(offset: DocumentRules.largestDocument - 10, bytes: Array(repeating: 1, count: 10)))
        let write = pending("mini/a", bytes: 100, .file(ref: "MINI-2026-0001", last))
        #expect(write.size == 100 + 256 + 10)
        #expect(write.weight == write.size + DocumentRules.largestDocument)
    }
}
