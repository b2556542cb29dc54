import CanonicalJSON
import LineProtocol
import TestTime
import Testing

@testable import LineServer

@Suite("Clients that do not read", .timeLimit(.minutes(60)))
struct SlowReaderTests {
    @Test("more unread refusals than the limit close the connection")
    func refusals() async throws {
        var limits = Limits()
        limits.unreadBytes = 128 << 10
        limits.flowBytes = 64 << 10
        try await withServer(limits: limits) { fixture in
            let client = try await fixture.greeted(reads: false)
            try await client.send("a AUTH {\"token\":\"good\"}\n")
            // Lines that are wrong are answered without waiting; more than the limit and what the system's buffers hold. The server goes
            // on taking them, and drops them.
            let lines = (0..<500).map { "\($0) SHOW\n" }.joined()
            for _ in 0..<200 { try await client.send(lines) }
            try await client.startReading()
            let replies = try await client.rest()
            #expect(replies.last?.code == .slowReader && replies.count < 100_000)
            #expect(replies.dropLast().allSatisfy { $0.tag != nil || $0.brief == "* HELLO" })
            await client.close()
        }
    }

    @Test("a client that reads none of its answers is closed after a while, and the answers have waited")
    func answers() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.stopReading()
            for number in 0..<32 { try await client.send("\(number) REPLAY r version=1000000\n") }
            try await waitUntil {
                fixture.server.isDismissing
            } meanwhile: {
                fixture.clock.advance(by: .milliseconds(10))
            }
            try await client.startReading()
            #expect(try await client.rest().last?.code == .slowReader)
            await client.close()
        }
    }

    @Test("a client that reads gets every long answer, however many it asked for at once")
    func longAnswers() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            let size = Limits().replyBytes - 1000
            for number in 0..<8 { try await client.send("\(number) REPLAY r version=\(size)\n2\(number) PING\n") }
            var long = 0
            for _ in 0..<16 {
                guard case .ok(let tag, let object)? = try await client.reply() else { continue }
                if tag.text.utf8.count == 1, object?["text"]?.string?.utf8.count == size { long += 1 }
            }
            #expect(long == 8)
            await client.close()
        }
    }

    @Test("the answer to a login waits for room like every other last line, however long it is")
    func login() async throws {
        var limits = Limits()
        limits.unreadBytes = 16 << 10
        limits.flowBytes = 8 << 10
        try await withServer(limits: limits) { fixture in
            let client = try await fixture.greeted()
            try await client.send("a AUTH {\"token\":\"long\"}\n1 PING\n")
            guard case .ok(_, let answer) = try await client.reply() else { throw Unexpected(what: "no OK") }
            #expect(answer?["account"]?.string?.utf8.count == 100_000)
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("a client that leaves while its login waits for room is not waited for")
    func loginOfOneWhoLeaves() async throws {
        var limits = Limits()
        limits.unreadBytes = 16 << 10
        limits.flowBytes = 8 << 10
        try await withServer(limits: limits) { fixture in
            let client = try await fixture.greeted(reads: false)
            try await client.send("a AUTH {\"token\":\"long\"}\n1 PING\n")
            await client.close()
        }
    }

    @Test("no line is longer than a client must expect: what is too long says what is missing")
    func tooLong() async throws {
        try await withServer { fixture in
            let limit = Limits().replyBytes
            let client = try await fixture.loggedIn()
            try await client.send("1 REPLAY r version=\(limit)\n2 HISTORY r after=\(limit) limit=1\n")
            var lines: [String] = []
            while lines.count < 3, let line = try await client.line() { lines.append(line) }
            #expect(lines.allSatisfy { $0.utf8.count <= limit })
            #expect(lines.contains { $0.hasPrefix("1 OK") && $0.contains(#""left_out":{"text":"all"}"#) })
            #expect(lines.contains { $0.hasPrefix("2 ROW") && $0.contains(#""left_out":{"text":"all"}"#) })
            #expect(lines.contains("2 OK"))
            await client.close()
        }
    }

    @Test("a watcher that reads nothing is closed with the cursor of the last event it was sent")
    func watch() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.stopReading()
            try await client.send("w WATCH endless after=1000\n")
            // The events fill the buffers, then wait; only time moves, until the server says BYE.
            try await waitUntil {
                fixture.server.isDismissing
            } meanwhile: {
                fixture.clock.advance(by: .milliseconds(10))
            }
            try await client.startReading()
            let replies = try await client.rest()
            var last: String?
            for case .event(_, let object) in replies { last = object["cursor"]?.string }
            guard case .bye(let bye)? = replies.last else {
                Issue.record("no BYE")
                return
            }
            #expect(bye["code"] == "SLOW_READER")
            #expect(bye["cursor"]?.string == last && last != nil)
            #expect(bye["cursors"]?["w"]?.string == last)
            await client.close()
        }
    }

    @Test("a client that reads gets 16 MiB of rows through, whatever the limit of unread output")
    func rows() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 HISTORY r after=65000 limit=250\n")
            var count = 0
            while case .row? = try await client.reply() { count += 1 }
            #expect(count == 250)
            try await client.send("2 PING\n")
            #expect(try await client.reply()?.brief == "2 OK")
            await client.close()
        }
    }

    @Test("a silent connection gets a sign of life after thirty seconds")
    func keepalive() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            // The session looks every five seconds.
            for _ in 0..<6 {
                try await fixture.clock.untilSomebodySleeps(for: .seconds(5))
                fixture.clock.advance(by: .seconds(5))
            }
            #expect(try await client.reply() == .ping(nil))
            await client.close()
        }
    }
}
