import Synchronization
import TestRandom
import Testing

@testable import LineServer

/// Whose turn it is on the thread of a connection.
@Suite struct LanesTests {
    private static func taken(_ lanes: inout Lanes<String>) -> [String] {
        var taken: [String] = []
        while let next = lanes.next() { taken.append(next) }
        return taken
    }

    @Test func lanesTakeTurns() {
        var lanes = Lanes<String>()
        for number in 1...4 { lanes.append("a\(number)", to: "a") }
        lanes.append("b1", to: "b")
        lanes.append("c1", to: "c")
        lanes.append("c2", to: "c")
        #expect(Self.taken(&lanes) == ["a1", "b1", "c1", "a2", "c2", "a3", "a4"])
    }

    @Test func whoeverComesWaitsForOneOfEachOther() {
        var lanes = Lanes<String>()
        for number in 1...100 { lanes.append("a\(number)", to: "a") }
        #expect(lanes.next() == "a1")
        lanes.append("b1", to: "b")
        #expect(lanes.next() == "a2")
        #expect(lanes.next() == "b1")
    }

    /// Whatever comes when: nothing is lost, a lane's order stays, whatever comes first in its lane waits for no more than one of each other
    /// lane, and of lanes in which nothing waits nothing is kept.
    @Test func everythingHasItsTurn() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            var lanes = Lanes<(lane: String, number: Int)>()
            var sent: [String: [Int]] = [:]
            var taken: [String: [Int]] = [:]
            /// How many were taken since a lane with something in it had its turn.
            var waited: [String: Int] = [:]
            func take() {
                guard let next = lanes.next() else { return }
                taken[next.lane, default: []].append(next.number)
                for lane in sent.keys where lane != next.lane && sent[lane]?.count != taken[lane]?.count ?? 0 {
                    waited[lane, default: 0] += 1
                    #expect(waited[lane, default: 0] <= 4)
                }
                waited[next.lane] = 0
            }
            for number in 0..<60 {
                if random.below(2) == 0 {
                    take()
                } else {
                    let lane = ["a", "a", "a", "b", "c", "d", "e"][random.below(7)]
                    if sent[lane]?.count ?? 0 == taken[lane]?.count ?? 0 { waited[lane] = 0 }
                    sent[lane, default: []].append(number)
                    lanes.append((lane, number), to: lane)
                }
            }
            while !lanes.isEmpty { take() }
            #expect(taken == sent && lanes.laneCount == 0)
        }
    }
}

/// When the jobs of an event loop run, and when it looks at its sockets.
@Suite struct LoopTurnsTests {
    /// A loop that does what it was told when the test says so.
    private final class Loop: Sendable {
        private let told = Mutex<[(isAfterLook: Bool, job: LoopTurns.Job)]>([])

        func execute(_ job: @escaping LoopTurns.Job) { told.withLock { $0.append((false, job)) } }
        func executeAfterLook(_ job: @escaping LoopTurns.Job) { told.withLock { $0.append((true, job)) } }
        /// Does the next thing; whether it looked at its sockets before, nil where there is nothing.
        func go() -> Bool? {
            guard let next = told.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return nil }
            next.job()
            return next.isAfterLook
        }
    }

    private let loop = Loop()
    private let ran = Ran()

    private final class Ran: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func note(_ name: String) { names.withLock { $0.append(name) } }
    }

    private func turns() -> LoopTurns {
        LoopTurns(execute: loop.execute, executeAfterLook: loop.executeAfterLook)
    }

    @Test func aLoneJobRunsAtOnceAndTheLoopIsToldOnce() {
        let (turns, ran) = (turns(), ran)
        turns.enqueue({ ran.note("1") }, in: "a")
        turns.enqueue({ ran.note("2") }, in: "a")
        #expect(ran.all == [])
        #expect(loop.go() == false)
        #expect(ran.all == ["1", "2"])
        #expect(loop.go() == nil)
        turns.enqueue({ ran.note("3") }, in: "b")
        #expect(loop.go() == false)
        #expect(ran.all == ["1", "2", "3"])
    }

    @Test func theLoopLooksAtItsSocketsBetweenJobs() {
        let (turns, ran) = (turns(), ran)
        let count = LoopTurns.jobsAtATime * 2 + 4
        for number in 1...count { turns.enqueue({ ran.note("a\(number)") }, in: "a") }
        #expect(loop.go() == false)
        #expect(ran.all.count == LoopTurns.jobsAtATime)
        turns.enqueue({ ran.note("b") }, in: "b")
        #expect(loop.go() == true)
        #expect(ran.all.firstIndex(of: "b") == LoopTurns.jobsAtATime + 1, "it waits for one job of the other")
        while let isAfterLook = loop.go() { #expect(isAfterLook) }
        #expect(ran.all.count == count + 1)
    }

    /// A task that finds more to do for ever keeps neither the sockets nor others waiting.
    @Test func jobsThatEnqueueMoreKeepNobodyWaiting() {
        let (turns, ran) = (turns(), ran)
        @Sendable func again() {
            ran.note("a")
            turns.enqueue(again, in: "a")
        }
        turns.enqueue(again, in: "a")
        #expect(loop.go() == false)
        #expect(ran.all.count == LoopTurns.jobsAtATime)
        turns.enqueue({ ran.note("b") }, in: "b")
        #expect(loop.go() == true)
        #expect(ran.all.contains("b"))
    }
}
