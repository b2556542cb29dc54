import Failpoints
import LineClient
import TestSupport
import TestTime
import Testing

/// The real server under keyed load, broken at each step of a write without an end: requests are sent again until they are done.
@Suite(.serialized, .timeLimit(.minutes(60))) struct BrokenStepTests {
    /// The connection to the database goes at each statement, and each step that can fail fails.
    @Test(arguments: 1...FaultShare.of(25, else: 1)) func brokenAtEachStepOfAWrite(_ round: Int) async throws {
        var scene = try await FaultScene.start("broken\(round)")
        let storm = scene.storm("all", patience: .endless)
        let breaks = Failpoint.ofTrips.map { ($0, .drop) } + Failpoint.failing.map { ($0, FailpointFile.Action.error) }
        try await storm.rage {
            for (point, action) in breaks {
                try scene.failpoints.arm(point, action)
                try await storm.reached { scene.failpoints.isSpent }
                #expect(scene.failpoints.isSpent, "\(point) was never reached")
                scene.failpoints.disarm()
            }
        }
        try await scene.settle(storm)
        try await scene.end()
        FaultShare.tell(
            "\(breaks.count) lost connections and failed steps, \(scene.acknowledged) acknowledged and there once")
    }

    /// Where the server stands still between the two trips of a batch, the database ends that batch, and nobody waits for its locks any longer.
    @Test func stalledInTheMiddleOfABatch() async throws {
        var scene = try await FaultScene.start("stalled")
        // The second trip of notes begins with their events.
        let storm = scene.storm("notes", lanes: StormLane.notes, patience: .endless)
        try await storm.rage {
            try scene.failpoints.arm(.addEvents, .stall)
            try await waitUntil { scene.failpoints.isStalling }
            // Its own thread stands still; everybody else is answered.
            let root = try await scene.served().connect("server/admin")
            for _ in 0..<20 { _ = try await root.ok("PING") }
            await root.leave()
            await (try await scene.served().connect("\(scene.forum)/auditor")).leave()
            // The lock of each proposal, of which the batch holds some; the server's own limits end no wait of this one.
            let locks = "SELECT ref FROM proposal WHERE forum = '\(scene.forum)' ORDER BY ref FOR UPDATE"
            #expect(try await scene.asked("SET lock_timeout = '10min'; \(locks)").count == 6)
            #expect(scene.failpoints.isStalling)
            scene.failpoints.disarm()
        }
        try await scene.settle(storm)
        try await scene.end()
    }
}
