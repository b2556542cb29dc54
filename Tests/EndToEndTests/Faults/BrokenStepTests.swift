import Failpoints
import LineClient
import Testing

/// The real server under keyed load, broken at each step of a write without an end: requests are sent again until they are done.
@Suite(.serialized, .timeLimit(.minutes(60))) struct BrokenStepTests {
    /// The connection to the database goes at each statement, and each step that can fail fails.
    @Test(arguments: 1...FaultShare.of(25, else: 1)) func brokenAtEachStepOfAWrite(_ round: Int) async throws {
        var scene = try await FaultScene.start("broken\(round)")
        let storm = scene.storm("all", patience: .endless)
        async let storming: Void = storm.run()
        await storm.reached(more: 20)
        let breaks = Failpoint.ofTrips.map { ($0, .drop) } + Failpoint.failing.map { ($0, FailpointFile.Action.error) }
        for (point, action) in breaks {
            try scene.failpoints.arm(point, action)
            for _ in 0..<1000 where !scene.failpoints.isSpent { await storm.reached(more: 1) }
            #expect(scene.failpoints.isSpent, "\(point) was never reached")
            scene.failpoints.disarm()
        }
        await storm.reached(more: 20)
        storm.stop()
        await storming
        try await scene.settle(storm)
        try await scene.end()
        FaultShare.tell(
            "\(breaks.count) lost connections and failed steps, \(scene.acknowledged) acknowledged and there once")
    }

    /// Where the server stands still in the middle of a batch, the database ends that batch, and nobody waits for longer.
    @Test func stalledInTheMiddleOfABatch() async throws {
        var scene = try await FaultScene.start("stalled")
        let storm = scene.storm("all", patience: .endless)
        async let storming: Void = storm.run()
        await storm.reached(more: 20)
        try scene.failpoints.arm(.addEvents, .stall)
        let (root, stranger) = (try await scene.connecting()("server/admin"), scene.connecting())
        // Its own thread stands still; everybody else is answered.
        for _ in 0..<20 { _ = try await root.ok("PING") }
        await (try await stranger("\(scene.forum)/auditor")).leave()
        scene.failpoints.disarm()
        await storm.reached(more: 20)
        storm.stop()
        await storming
        await root.leave()
        try await scene.settle(storm)
        try await scene.end()
    }
}
