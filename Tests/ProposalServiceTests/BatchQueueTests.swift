import CanonicalJSON
import Proposals
import TestRandom
import Testing

@testable import ProposalService

/// Which writes make the next batch, and which may be decided beside one that is being committed.
@Suite struct BatchQueueTests {
    private static var configuration: ServiceConfiguration {
        var configuration = ServiceConfiguration()
        configuration.batchCommands = 4
        configuration.batchBeside = 2
        return configuration
    }

    /// As the forum's writer asks, of a registry that is not known.
    private static func needs(_ pending: PendingWrite) -> WriteNeeds {
        pending.request.work.needs(of: pending.caller.account, nil)
    }

    private static func pending(_ work: WriteRequest.Work, key: String? = nil) -> PendingWrite {
        PendingWrite(
            request: WriteRequest(work: work, key: key, body: []),
            caller: Caller(account: "mini/a", forum: "mini", token: ""), bodyDigest: [], seed: [], promise: Promise())
    }

    private static func note(_ ref: String, _ text: String = "n", key: String? = nil) -> PendingWrite {
        pending(.act(ref: ref, .note(text, decidedAt: nil)), key: key)
    }

    private static let change = pending(
        .registry(forum: "mini", .command(.admitPartner(Partner(id: "AA", name: "A", attributes: [:])))))
    private static let draft = pending(
        .begin(forum: "mini", .draft(lifecycle: nil, partner: nil, fields: [:], decidedAt: nil)))

    /// Which proposals the writes of a batch are about; "-" for what is about none.
    private static func refs(_ batch: BatchQueue.Batch?) -> [String]? {
        batch?.writes.map { needs($0).onlyRef ?? "-" }
    }

    private static func queue(_ writes: [PendingWrite] = []) -> Held {
        let queue = Held(BatchQueue(configuration, needs: needs))
        for write in writes { #expect(queue.take(write) == .taken) }
        return queue
    }

    @Test func aSecondBatchBeginsOnceTheFirstIsCommitted() throws {
        let queue = Self.queue(["A", "B", "C", "D", "A", "E", "F", "B", "G"].map { Self.note($0) })
        let first = try #require(queue.next())
        #expect(Self.refs(first) == ["A", "B", "C", "D"])
        #expect(queue.next() == nil, "the first is still being decided")
        queue.isCommitting(first)
        let second = try #require(queue.next())
        #expect(Self.refs(second) == ["E", "F", "G"], "what acts on A and B waits for the first")
        queue.isCommitting(second)
        #expect(queue.next() == nil, "never three")
        queue.ended(first)
        #expect(Self.refs(queue.next()) == ["A", "B"])
    }

    @Test func fewWritesWaitForTheNextBatch() throws {
        let queue = Self.queue(["A", "B", "C", "D", "A", "A", "E"].map { Self.note($0) })
        let first = try #require(queue.next())
        queue.isCommitting(first)
        #expect(queue.next() == nil, "one write on another proposal is worth no batch of its own")
        #expect(queue.take(Self.note("F")) == .taken)
        #expect(Self.refs(queue.next()) == ["E", "F"])
    }

    @Test(arguments: [change, draft]) func nothingOvertakesWhatLooksBeyondOneProposal(_ wide: PendingWrite) throws {
        let queue = Self.queue(
            ["A", "B", "C", "D", "E", "F"].map { Self.note($0) } + [wide] + ["G", "H"].map { Self.note($0) })
        let first = try #require(queue.next())
        queue.isCommitting(first)
        let second = try #require(queue.next())
        #expect(Self.refs(second) == ["E", "F"])
        queue.isCommitting(second)
        queue.ended(second)
        #expect(queue.next() == nil, "it waits for whatever is under way")
        queue.ended(first)
        #expect(Self.refs(queue.next()) == ["-", "G", "H"])
    }

    @Test func nothingBeginsBesideAChangeOfTheRegistry() throws {
        let queue = Self.queue([Self.change] + ["A", "B", "C", "D", "E"].map { Self.note($0) })
        let first = try #require(queue.next())
        queue.isCommitting(first)
        #expect(queue.next() == nil)
        queue.ended(first)
        #expect(Self.refs(queue.next()) == ["D", "E"])
    }

    /// A request that is sent twice is answered from the first: it must not be decided beside it.
    @Test func aKeyThatIsUnderWayIsWaitedFor() throws {
        let queue = Self.queue(
            [Self.note("A", key: "k"), Self.note("B"), Self.note("C"), Self.note("D")]
                + [Self.note("E", key: "k"), Self.note("F"), Self.note("E"), Self.note("G")])
        let first = try #require(queue.next())
        queue.isCommitting(first)
        #expect(Self.refs(queue.next()) == ["F", "G"], "nor is a later write on the same proposal")
    }

    /// Whatever comes and however the batches end: what is under way touches different proposals, each proposal's writes are taken in
    /// their order, everything is taken once, and the queue's count of bytes comes back to nothing.
    @Test func everyWriteIsTakenOnceAndInTheOrderOfItsProposal() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            let queue = Self.queue()
            var underWay: [(batch: BatchQueue.Batch, isCommitting: Bool)] = []
            var sent: [String: [String]] = [:]
            var decided: [String: [String]] = [:]
            var number = 0
            func ref(_ pending: PendingWrite) -> String { Self.needs(pending).onlyRef ?? "-" }
            func text(_ pending: PendingWrite) -> String? {
                guard case .act(_, .note(let text, _)) = pending.request.work else { return nil }
                return text
            }
            func begin(_ batch: BatchQueue.Batch?) throws {
                guard let batch else { return }
                let isDeciding = underWay.contains { !$0.isCommitting }
                #expect(!isDeciding)
                let others = Set(underWay.flatMap { $0.batch.writes.map(ref) })
                let refs = batch.writes.map(ref)
                #expect(others.isDisjoint(with: refs))
                let isWide = others.contains("-") || refs.contains("-")
                #expect(underWay.isEmpty || !isWide)
                for (ref, write) in zip(refs, batch.writes) {
                    decided[ref, default: []].append(try #require(text(write)))
                }
                underWay.append((batch, false))
            }
            func go() throws {
                // Which of them goes on is chance's to say.
                guard let place = underWay.indices.randomElement(using: &random) else { return }
                if !underWay[place].isCommitting {
                    underWay[place].isCommitting = true
                    queue.isCommitting(underWay[place].batch)
                } else {
                    queue.ended(underWay.remove(at: place).batch)
                }
                try begin(queue.next())
            }
            for _ in 0..<60 {
                guard Int.random(in: 0..<3, using: &random) > 0 else {
                    try go()
                    continue
                }
                number += 1
                let ref = String(["A", "B", "C", "D", "E", "F", "G", "H"].randomElement(using: &random) ?? "A")
                #expect(queue.take(Self.note(ref, "\(number)")) == .taken)
                sent[ref, default: []].append("\(number)")
                try begin(queue.nextOnArrival())
            }
            while !underWay.isEmpty { try go() }
            #expect(decided == sent)
            #expect(queue.value.isIdle && queue.next() == nil && queue.value.waitingBytes == 0)
        }
    }
}

/// A queue that expectations can change.
private final class Held {
    var value: BatchQueue

    init(_ queue: BatchQueue) { value = queue }

    func take(_ pending: PendingWrite) -> ForumWriter.Admission { value.take(pending) }
    func next() -> BatchQueue.Batch? { value.next() }
    func nextOnArrival() -> BatchQueue.Batch? { value.nextOnArrival() }
    func isCommitting(_ batch: BatchQueue.Batch) { value.isCommitting(batch) }
    func ended(_ batch: BatchQueue.Batch) { value.ended(batch) }
}
