import CanonicalJSON
import Failpoints
import Foundation
import TestRandom
import TestSupport
import Testing

/// The real server killed on its way in and out: the next start goes on.
@Suite(.serialized, .timeLimit(.minutes(60))) struct StartKillTests {
    /// From an empty directory to a server that listens, one step further each time, and on the way out.
    @Test(arguments: 1...FaultShare.of(25, else: 1)) func killedAtEachStepOfAStartAndAStop(_ round: Int) async throws {
        let data = try TestRoot.makeDirectory("started")
        let file = try FailpointFile()
        var random = SeededRandom(seed: UInt64(round))
        func dies(at point: Failpoint, hit: Int = 1) async throws {
            try file.arm(point, hit: hit)
            let status = try await ServeProcess.failing(["--data", data], environment: file.environment)
            #expect(status == -SIGKILL && file.isSpent, "\(point) \(hit)")
        }
        for point in Failpoint.ofFirstStart { try await dies(at: point) }
        for point in Failpoint.ofMigrations { try await dies(at: point, hit: 1 + random.below(8)) }
        // The server's own registry is opened by three batches; then the token is in no file yet.
        for _ in 1...3 { try await dies(at: .committed) }
        try await dies(at: .serverOpened)

        func administrator(_ server: ServeProcess) async throws -> User {
            let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8)
            return try await server.login("server/admin", token: token.filter { !$0.isWhitespace })
        }
        for point in Failpoint.ofStop {
            let server = try await ServeProcess.start(["--data", data], environment: file.environment)
            await (try await administrator(server)).leave()
            try file.arm(point)
            server.terminate()
            #expect(await server.ended() == -SIGKILL && file.isSpent, "\(point)")
        }
        // PostgreSQL is down now, and is started anew.
        try await dies(at: .postgresStarted)
        let server = try await ServeProcess.start(["--data", data], environment: file.environment)
        let root = try await administrator(server)
        #expect(try await root.ok("AUDIT server")["sound"] == true)
        await root.leave()
        server.terminate()
        #expect(await server.ended() == 0)
        let kills = Failpoint.ofStart.count + Failpoint.ofMigrations.count + 3 + Failpoint.ofStop.count
        FaultShare.tell("\(kills) kills of a start or a stop")
    }
}
