import CanonicalJSON
import Proposals
import Synchronization
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

    private static func pending(
        _ work: WriteRequest.Work, key: String? = nil, by account: String = "mini/a"
    ) -> PendingWrite {
        PendingWrite(
            request: WriteRequest(work: work, key: key, body: []),
            caller: Caller(account: account, forum: "mini", token: ""), bodyDigest: [], seed: [], promise: Promise())
    }

    private static func note(
        _ ref: String, _ text: String = "n", key: String? = nil, by account: String = "mini/a"
    ) -> PendingWrite {
        pending(.act(ref: ref, .note(text, decidedAt: nil)), key: key, by: account)
    }

    private static let change = pending(
        .registry(forum: "mini", .command(.admitPartner(Partner(id: "AA", name: "A", attributes: [:])))))
    private static let draft = pending(
        .begin(forum: "mini", .draft(lifecycle: nil, partner: nil, fields: [:], decidedAt: nil)))

    /// Which proposals the writes of a batch are about; "-" for what is about none.
    private static func refs(_ batch: BatchQueue.Batch?) -> [String]? {
        batch?.writes.map { needs($0).onlyRef ?? "-" }
    }

    private static func texts(_ batch: BatchQueue.Batch?) -> [String]? {
        batch?.writes.map { pending in
            guard case .act(_, .note(let text, _)) = pending.request.work else { return "-" }
            return text
        }
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

    @Test func accountsTakeTurns() throws {
        let queue = Self.queue(["A", "B", "C", "D", "E", "F", "G"].map { Self.note($0) })
        for (ref, account) in [("X", "mini/b"), ("Y", "mini/b"), ("Z", "mini/c")] {
            #expect(queue.take(Self.note(ref, by: account)) == .taken)
        }
        let first = try #require(queue.next())
        #expect(Self.refs(first) == ["A", "X", "Z", "B"])
        queue.ended(first)
        let second = try #require(queue.next())
        #expect(Self.refs(second) == ["Y", "C", "D", "E"], "whoever had the last turn is not the first again")
        queue.ended(second)
        #expect(Self.refs(queue.next()) == ["F", "G"])
    }

    @Test func whatCameBeforeOnTheSameProposalGoesWithIt() throws {
        let queue = Self.queue([Self.note("A"), Self.note("B"), Self.note("C"), Self.note("X", "1"), Self.note("D")])
        #expect(queue.take(Self.note("X", "2", by: "mini/b")) == .taken)
        let first = try #require(queue.next())
        #expect(Self.refs(first) == ["A", "X", "X", "B"])
        #expect(Self.texts(first) == ["n", "1", "2", "n"])
        queue.ended(first)
        #expect(Self.refs(queue.next()) == ["C", "D"])
    }

    @Test(arguments: [change, draft]) func noTurnOvertakesWhatLooksBeyondOneProposal(_ wide: PendingWrite) throws {
        let queue = Self.queue([Self.note("A"), wide, Self.note("B")])
        for ref in ["X", "Y", "Z"] { #expect(queue.take(Self.note(ref, by: "mini/b")) == .taken) }
        let first = try #require(queue.next())
        queue.ended(first)
        let second = try #require(queue.next())
        let taken = (Self.refs(first) ?? []) + (Self.refs(second) ?? [])
        #expect(taken.prefix(2) == ["A", "-"] && Set(taken) == ["A", "-", "B", "X", "Y", "Z"])
        #expect(!first.writes.contains { Self.needs($0).changesRegistry } || first.writes.count == 2)
    }

    /// What an act needs follows from the registry as it is when its turn comes.
    @Test func whatWritesNeedIsAskedAgainAfterAChangeOfTheRegistry() throws {
        let isChanged = Mutex(false)
        let queue = Held(
            BatchQueue(Self.configuration) { pending in
                var needs = Self.needs(pending)
                if needs.refs == ["B"], isChanged.withLock({ $0 }) { needs.alike = "B" }
                return needs
            })
        for write in [Self.change] + ["A", "B", "C", "D", "E", "F"].map({ Self.note($0, by: "mini/b") }) {
            #expect(queue.take(write) == .taken)
        }
        let first = try #require(queue.next())
        #expect(Self.refs(first) == ["-"], "which of the others looks beyond its proposal is not known yet")
        isChanged.withLock { $0 = true }
        queue.ended(first)
        #expect(queue.take(Self.note("X", by: "mini/c")) == .taken)
        #expect(Self.refs(queue.next()) == ["A", "B", "C", "X"], "nobody's turn comes before what came first on B")
    }

    /// One account's batches are short only as long as somebody else writes as well.
    @Test func whoeverWritesBesideOthersHasAShare() throws {
        var configuration = Self.configuration
        configuration.batchCommands = 8
        configuration.accountShare = 3
        configuration.shareBesideQuiet = 2
        let queue = Held(BatchQueue(configuration, needs: Self.needs))
        func flood(_ count: Int) {
            for number in 0..<count { #expect(queue.take(Self.note("A\(number)")) == .taken) }
        }
        func size() throws -> Int {
            let batch = try #require(queue.next())
            queue.ended(batch)
            return batch.writes.count
        }
        flood(8)
        #expect(try size() == 8, "alone it fills a batch")
        flood(32)
        for number in 0..<16 { #expect(queue.take(Self.note("X\(number)", by: "mini/b")) == .taken) }
        #expect(try size() == 6)
        flood(100)
        #expect(queue.take(Self.note("Y", by: "mini/c")) == .taken)
        #expect(try size() == 7)
        #expect(try size() == 4, "whoever writes little may come again at once")
        var sizes: [Int] = []
        while !queue.value.isEmpty { sizes.append(try size()) }
        #expect(sizes.contains(8) && sizes.prefix(20).allSatisfy { $0 <= 4 })
    }

    /// However many write and whatever they send: each proposal's writes stay in their order, nothing is lost, nothing overtakes what looks
    /// beyond one proposal, no account has more than its share, and one that waits with a single act on a proposal of its own is in the next
    /// batch that has room for everybody, unless it may not overtake something.
    @Test func turnsKeepEveryOrderThatCounts() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<400 {
            var configuration = Self.configuration
            configuration.batchCommands = 4 + random.below(12)
            configuration.accountShare = 1 + random.below(4)
            let queue = Held(BatchQueue(configuration, needs: Self.needs))
            var sent: [PendingWrite] = []
            for number in 0..<(1 + random.below(40)) {
                let account = "mini/" + String(UnicodeScalar(UInt8(97 + random.below(4))))
                let write =
                    random.chance(8)
                    ? Self.pending(
                        .begin(
                            forum: "mini",
                            .draft(lifecycle: nil, partner: nil, fields: ["n": .integer(Int64(number))], decidedAt: nil)
                        ),
                        key: "\(number)", by: account)
                    : Self.note("R\(random.below(9))", "\(number)", key: "\(number)", by: account)
                sent.append(write)
                #expect(queue.take(write) == .taken)
            }
            var left = sent.compactMap(\.request.key)
            func ref(_ key: String) -> String { Self.needs(sent[Int(key) ?? 0]).onlyRef ?? "-" }
            func account(_ key: String) -> String { sent[Int(key) ?? 0].caller.account }
            while !queue.value.isEmpty {
                let batch = try #require(queue.next())
                queue.ended(batch)
                let keys = batch.writes.compactMap(\.request.key)
                #expect(!keys.isEmpty && keys.count <= configuration.batchCommands)
                let accounts = Set(left.map(account))
                let firstWide = left.firstIndex { ref($0) == "-" } ?? left.count
                for one in accounts where configuration.batchCommands >= left.count {
                    let own = left[..<firstWide].filter { account($0) == one }
                    #expect(own.isEmpty || keys.contains(own[0]))
                }
                for key in keys {
                    let place = try #require(left.firstIndex(of: key))
                    let overtaken = left[..<place]
                    #expect(!overtaken.contains { ref($0) == ref(key) || ref($0) == "-" })
                    #expect(ref(key) != "-" || overtaken.isEmpty)
                    left.remove(at: place)
                }
            }
            #expect(left.isEmpty && queue.value.waitingBytes == 0)
        }
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
                let account = ["mini/a", "mini/a", "mini/b", "mini/c"].randomElement(using: &random) ?? "mini/a"
                #expect(queue.take(Self.note(ref, "\(number)", by: account)) == .taken)
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
