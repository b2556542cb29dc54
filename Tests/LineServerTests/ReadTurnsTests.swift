import ProposalService
import Synchronization
import TestTime
import Testing

@testable import Requests

/// How many reads of one account are worked on at once.
@Suite struct ReadTurnsTests {
    /// Reads that go on until they are told to end.
    private final class Held: Sendable {
        private let open = Mutex<[Promise<Void>]>([])
        private let most = Mutex(0)

        var count: Int { open.withLock { $0.count } }
        var mostAtOnce: Int { most.withLock { $0 } }

        func body() async {
            let promise = Promise<Void>()
            let count = open.withLock { open in
                open.append(promise)
                return open.count
            }
            most.withLock { $0 = max($0, count) }
            await promise.value
        }

        func endOne() {
            let first = open.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            first?.give(())
        }
    }

    /// Whoever asks for much at once does so behind others, on threads that the system prefers least.
    @Test(arguments: ReadTurns.Size.allCases) func whoeverHasHalfOfItsTurnsAsksPatiently(_ size: ReadTurns.Size)
        async throws
    {
        let turns = ReadTurns()
        let held = Held()
        try await withThrowingTaskGroup { group in
            for working in 0..<size.most / 2 {
                #expect(turns.haste(size, for: "mini/a") == (size == .kept ? .brief : .ordinary))
                group.addTask { try await turns.read(size, for: "mini/a") { await held.body() } }
                try await waitUntil { held.count == working + 1 }
            }
            #expect(turns.haste(size, for: "mini/a") == .patient)
            #expect(size == .whole || turns.haste(size, for: "mini/b") != .patient, "others have turns of their own")
            for _ in 0..<size.most / 2 { held.endOne() }
            try await group.waitForAll()
        }
        #expect(size == .whole || turns.haste(size, for: "mini/a") != .patient)
    }

    @Test(arguments: ReadTurns.Size.allCases) func noMoreThanSoManyOfOneAccountAreWorkedOn(_ size: ReadTurns.Size)
        async throws
    {
        let turns = ReadTurns()
        let (held, others) = (Held(), Held())
        let asked = size.most * 2 + 3
        try await withThrowingTaskGroup { group in
            for _ in 0..<asked {
                group.addTask { try await turns.read(size, for: "mini/a") { await held.body() } }
            }
            try await waitUntil {
                turns.counts(size, of: "mini/a") == (size.most, asked - size.most) && held.count >= size.most
            }
            // Others wait for none of them, nor do other reads of the same account.
            group.addTask { try await turns.read(size, for: "mini/b") { await others.body() } }
            for other in ReadTurns.Size.allCases where other != size {
                group.addTask { try await turns.read(other, for: "mini/a") { await others.body() } }
            }
            try await waitUntil { others.count >= ReadTurns.Size.allCases.count }
            for left in (0..<asked).reversed() {
                held.endOne()
                try await waitUntil {
                    turns.counts(size, of: "mini/a").working + turns.counts(size, of: "mini/a").waiting <= left
                }
            }
            for _ in ReadTurns.Size.allCases { others.endOne() }
            try await group.waitForAll()
        }
        #expect(held.mostAtOnce == size.most)
        #expect(turns.counts(size, of: "mini/b") == (0, 0))
    }

    /// Whoever left is not read for, and takes nobody's turn.
    @Test func whatWasCancelledWhileItWaitedIsNotRead() async throws {
        let turns = ReadTurns()
        let held = Held()
        let first = Task { try await turns.read(.whole, for: "mini/a") { await held.body() } }
        try await waitUntil { held.count >= 1 }
        let isRead = Mutex(false)
        let second = Task {
            try await turns.read(.whole, for: "mini/a") { isRead.withLock { $0 = true } }
        }
        try await waitUntil { turns.counts(.whole, of: "mini/a").waiting >= 1 }
        second.cancel()
        await #expect(throws: ServiceFailure.self) { try await second.value }
        #expect(turns.counts(.whole, of: "mini/a") == (1, 0))
        held.endOne()
        try await first.value
        #expect(!isRead.withLock { $0 } && turns.counts(.whole, of: "mini/a") == (0, 0))
    }
}
