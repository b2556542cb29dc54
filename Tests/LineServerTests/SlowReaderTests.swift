import CanonicalJSON
import LineProtocol
import Testing

@testable import LineServer

@Suite("Clients that do not read", .timeLimit(.minutes(60)))
struct SlowReaderTests {
    @Test("4 MiB of unread answers close the connection")
    func answers() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted(reads: false)
            try await client.send("a AUTH {\"token\":\"good\"}\n")
            let text = String(repeating: "x", count: 60_000)
            // More than the limit and what the system's buffers hold; the server goes on taking it, and drops it.
            for number in 0..<250 { try await client.send("\(number) NOTE r {\"text\":\"\(text)\"}\n") }
            try await client.startReading()
            let replies = try await client.rest()
            #expect(replies.last?.code == .slowReader && replies.count < 250)
            #expect(replies.dropLast().allSatisfy { $0.tag != nil || $0.brief == "* HELLO" })
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
            while !fixture.server.isDismissing {
                fixture.clock.advance(by: .milliseconds(10))
                await Task.yield()
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
                await fixture.clock.untilSomebodySleeps(for: .seconds(5))
                fixture.clock.advance(by: .seconds(5))
            }
            #expect(try await client.reply() == .ping(nil))
            await client.close()
        }
    }
}
