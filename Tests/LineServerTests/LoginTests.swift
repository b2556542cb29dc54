import CanonicalJSON
import CivilTime
import LineProtocol
import Listening
import TestTime
import Testing

@testable import LineServer

@Suite("Login over sockets", .timeLimit(.minutes(60)))
struct LoginTests {
    @Test("AUTH answers who the caller is and the limits; what is not public needs it")
    func login() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            try await client.send("1 HISTORY r\n2 AUTH {\"token\":\"bad\"}\n3 AUTH {\"token\":\"late\"}\n")
            #expect(try await client.reply()?.code == .notLoggedIn)
            #expect(try await client.reply()?.code == .badToken)
            #expect(try await client.reply()?.code == .tokenExpired)
            try await client.send("4 AUTH {\"token\":\"good\"}\n5 AUTH {\"token\":\"good\"}\n")
            guard case .ok(_, let answer) = try await client.reply() else {
                Issue.record("AUTH was refused")
                return
            }
            #expect(answer?["account"] == "a1" && answer?["limits"] == .object(Limits().object))
            #expect(try await client.reply()?.code == .alreadyLoggedIn)
            await client.close()
        }
    }

    @Test("PING answers the date on the server's clock, before and after the login")
    func date() async throws {
        try await withServer { fixture in
            let before = TimeSource.today()
            for client in [try await fixture.greeted(), try await fixture.loggedIn()] {
                try await client.send("1 PING\n")
                guard case .ok(_, let object) = try await client.reply() else { throw Unexpected(what: "no OK") }
                let now = try #require(object?["now"]?.string.flatMap { Instant($0) })
                #expect(now >= before && now <= TimeSource.today())
                await client.close()
            }
        }
    }

    @Test("strangers are answered what is public, by a handler of their own")
    func strangers() async throws {
        try await withServer(at: "192.0.2.7") { fixture in
            let client = try await fixture.greeted()
            try await client.send("1 SHOW r\n")
            #expect(try await client.reply()?.brief == "1 OK")
            try await client.send("2 NOTE r {\"text\":\"t\"}\n3 FORUM f {}\n")
            #expect(try await client.reply()?.code == .notLoggedIn)
            #expect(try await client.reply()?.code == .notLoggedIn)
            #expect(fixture.handler.accepted == ["1"])
            #expect(fixture.handler.strangersAddresses == ["192.0.2.7"])
            await client.close()
        }
    }

    @Test("AUTH is a barrier: what is pipelined behind it waits for the verdict")
    func barrier() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            try await client.send("a AUTH {\"token\":\"slow\"}\n1 SHOW r\n2 PING\n")
            fixture.handler.gate.open()
            #expect(try await client.reply()?.brief == "a OK")
            let briefs = Set([try await client.reply()?.brief, try await client.reply()?.brief])
            #expect(briefs == ["1 OK", "2 OK"])
            await client.close()
        }
    }

    @Test("without a login the connection closes after ten seconds, even while a token is checked")
    func timeout() async throws {
        for line in ["1 PING\n", "1 AUTH {\"token\":\"slow\"}\n"] {
            try await withServer { fixture in
                let client = try await fixture.greeted()
                try await client.send("0 PING\n" + line)
                #expect(try await client.reply()?.brief == "0 OK")
                if line.contains("PING") { #expect(try await client.reply()?.brief == "1 OK") }
                fixture.clock.advance(by: .milliseconds(9_999))
                if line.contains("PING") {
                    try await client.send("2 PING\n")
                    #expect(try await client.reply()?.brief == "2 OK")
                }
                fixture.clock.advance(by: .milliseconds(1))
                #expect(try await client.rest().map(\.code) == [.loginTimeout])
                await client.close()
            }
        }
    }

    @Test("a login in time stays")
    func inTime() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            fixture.clock.advance(by: .seconds(20))
            try await client.send("1 PING\n")
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("the ninth line before a login closes the connection")
    func tooMany() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            try await client.send((1...9).map { "\($0) PING\n" }.joined())
            let replies = try await client.rest()
            #expect(replies.count == 9 && replies.last?.code == .tooManyBeforeLogin)
            await client.close()
        }
    }
}
