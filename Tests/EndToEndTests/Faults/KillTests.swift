import Failpoints
import Foundation
import TestRandom
import Testing

/// The real server under keyed load, killed at each step of a write: every OK is there once, every key once, the record sound.
@Suite(.serialized, .timeLimit(.minutes(60))) struct KillTests {
    @Test(arguments: 1...FaultShare.of(25, else: 1)) func killedAtEachStepOfAWrite(_ round: Int) async throws {
        var scene = try await FaultScene.start("killed\(round)")
        var random = SeededRandom(seed: UInt64(round))
        // In the short run a dozen of the steps.
        let points = FaultShare.of(
            Failpoint.serving, else: Array(Failpoint.serving.shuffled(using: &random).prefix(12)))
        var (unanswered, done) = (0, 0)
        for point in points {
            // In the middle of the load, not always at its first request.
            let hit = 1 + random.below(3)
            try scene.failpoints.arm(point, hit: hit)
            let storm = scene.storm(point.rawValue, limit: 60)
            await storm.run()
            if !scene.failpoints.isSpent {
                Issue.record("\(point) was never reached \(hit) times")
                scene.failpoints.disarm()
                scene.server.kill9()
            }
            #expect(await scene.server.ended() == -SIGKILL, "\(point) \(hit)")
            try await scene.restart()
            let settled = try await scene.settle(storm)
            unanswered += settled.unanswered
            done += settled.done
        }
        try await scene.end()
        FaultShare.tell(
            "\(points.count) kills, \(scene.acknowledged) acknowledged and there once; of \(unanswered) without an answer "
                + "\(done) had been done")
    }
}
