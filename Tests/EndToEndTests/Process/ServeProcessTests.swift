import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import TestSupport
import Testing

/// The real executable under load: killed, told to stop, and started again on the same data.
@Suite(.timeLimit(.minutes(60))) struct ServeProcessTests {
    /// kill -9 in the middle of it: what was acknowledged is there, what was not is done once, when it is asked again.
    @Test func killedWithWritesInFlight() async throws {
        let data = try TestRoot.makeDirectory("killed")
        let first = try await ServeProcess.start(["--data", data])
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        let root = try await first.login("server/admin", token: token)
        let storm = NoteStorm("kill", try await first.loadForum("kill", root))
        async let storming = storm.run { try await first.user($0, of: "kill") }
        try await storm.reached(400)
        first.kill9()
        let attempts = try await storming
        #expect(await first.ended() == -SIGKILL)
        let acknowledged = attempts.count { $0.answer != nil }
        let unanswered = attempts.count { $0.answer == nil && $0.failure == nil }
        #expect(acknowledged >= 400 && unanswered > 0)

        let second = try await ServeProcess.start(["--data", data])
        let done = try await storm.repeatAll(attempts) { try await second.user($0, of: "kill") }
        print("killed after \(acknowledged) answers; of \(unanswered) without one \(done) had been done")
        try await storm.audit(attempts, try await second.user("auditor", of: "kill"))
        second.terminate()
        #expect(await second.ended() == 0)
    }

    /// SIGTERM in the middle of it: what was accepted is answered, then BYE; what was not answered was not done.
    @Test func stoppedWithWritesInFlight() async throws {
        let data = try TestRoot.makeDirectory("stopped")
        let first = try await ServeProcess.start(["--data", data])
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        let root = try await first.login("server/admin", token: token)
        let storm = NoteStorm("stop", try await first.loadForum("stop", root))
        let watcher = try await first.user("auditor", of: "stop")
        var watch = try watcher.client.watch("stop").makeAsyncIterator()
        var last = try #require(try await watch.next()?["cursor"]?.string)
        async let storming = storm.run { try await first.user($0, of: "stop") }
        try await storm.reached(400)
        first.terminate()
        let attempts = try await storming
        do {
            while let event = try await watch.next() { last = try #require(event["cursor"]?.string) }
            Issue.record("the watch ended well")
        } catch let failure as Failure {
            #expect(failure.code == .shuttingDown && failure.object["cursor"]?.string == last)
        }
        #expect("\(await watcher.client.ended())".contains("SHUTTING_DOWN"))
        #expect("\(await root.client.ended())".contains("SHUTTING_DOWN"))
        #expect(await first.ended() == 0)
        for failure in attempts.compactMap(\.failure) {
            #expect(failure.code == .shuttingDown && failure.effect == .none && failure.retry == .same)
        }

        let second = try await ServeProcess.start(["--data", data])
        let done = try await storm.repeatAll(attempts) { try await second.user($0, of: "stop") }
        #expect(done == 0, "what was accepted was not answered")
        try await storm.audit(attempts, try await second.user("auditor", of: "stop"))
        second.terminate()
        #expect(await second.ended() == 0)
    }
}
