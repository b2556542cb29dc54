import CanonicalJSON
import LineProtocol
import TestTime
import Testing

@testable import LineServer

@Suite("Shutdown", .timeLimit(.minutes(60)))
struct ShutdownTests {
    @Test("what was accepted is answered, watches end with their cursor, new requests are refused, then BYE")
    func orderly() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            let idle = try await fixture.loggedIn()
            try await client.send("w WATCH asem\n")
            for _ in 0..<3 { #expect(try await client.reply()?.brief == "w EVT") }
            try await client.send("1 NOTE gate {\"text\":\"t\"}\n")
            await fixture.handler.begun.pass()
            fixture.server.shutdown()
            #expect(try await idle.rest().map(\.code) == [.shuttingDown])
            guard case .error(_, let ended) = try await client.reply() else {
                Issue.record("the watch did not end")
                return
            }
            #expect(ended.code == .shuttingDown && ended.retry == .same && ended.object["cursor"] == "c3")
            try await client.send("2 SHOW r\n")
            #expect(try await client.reply()?.brief == "2 ERR SHUTTING_DOWN")
            fixture.handler.gate.open()
            #expect(try await client.rest().map(\.brief) == ["1 OK", "* BYE"])
            // The listener closes on a loop of its own: who comes before that is sent away.
            while let late = try? await RawClient.connect(to: fixture.address) { await late.close() }
            await client.close()
            await idle.close()
        }
    }

    /// The last of many requests that end at one moment closes the connection: not before the others' answers are out.
    @Test(
        "requests that end at the same moment are all answered before BYE",
        arguments: ["NOTE gate {\"text\":\"t\"}", "SHOW gate"])
    func together(_ request: String) async throws {
        let tags = (1...32).map(String.init)
        for round in 1...100 {
            try await withServer { fixture in
                let client = try await fixture.loggedIn()
                try await client.send(tags.map { "\($0) \(request)\n" }.joined())
                try await waitUntil { fixture.handler.accepted.count >= tags.count }
                fixture.server.shutdown()
                fixture.handler.gate.open()
                let replies = try await client.rest()
                #expect(replies.last?.code == .shuttingDown, "round \(round)")
                #expect(Set(replies.dropLast().map(\.brief)) == Set(tags.map { "\($0) OK" }), "round \(round)")
                await client.close()
            }
        }
    }

    @Test("a client that only ended its own side gets its answers, however long they take")
    func halfClosed() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 NOTE gate {\"text\":\"t\"}\n2 SHOW gate\n")
            await fixture.handler.begun.pass()
            try await client.closeOutput()
            // Longer than a stop waits, many times over, and while the end of the input arrives.
            for _ in 0..<2_000 {
                fixture.clock.advance(by: .seconds(1))
                await Task.yield()
            }
            fixture.handler.gate.open()
            #expect(try await client.rest().compactMap(\.tag).map(\.text).sorted() == ["1", "2"])
            await client.close()
        }
    }

    @Test("a request that does not end is given up after a bound, and its writer told that nobody knows")
    func bound() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 NOTE gate {\"text\":\"t\"}\n")
            await fixture.handler.begun.pass()
            fixture.server.shutdown()
            fixture.clock.advance(by: .milliseconds(9_999))
            try await client.send("2 SHOW r\n")
            #expect(try await client.reply()?.brief == "2 ERR SHUTTING_DOWN")
            fixture.clock.advance(by: .milliseconds(1))
            #expect(try await client.rest().map(\.code) == [.effectUnknown, .shuttingDown])
            await client.close()
        }
    }

    @Test("a client that does not close its side is closed after a while")
    func linger() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("q QUIT\n")
            #expect(try await client.rest().map(\.brief) == ["q OK", "* BYE"])
            #expect(fixture.server.connectionCount == 1)
            try await waitUntil {
                fixture.server.connectionCount == 0
            } meanwhile: {
                fixture.clock.advance(by: .seconds(1))
            }
            await client.close()
        }
    }

    @Test("one connection too many from one address gets BYE; connections that nothing names are not counted so")
    func tooManyOfOneAddress() async throws {
        try await withServer(ofAddress: 2, at: "192.0.2.7") { fixture in
            let first = try await fixture.loggedIn()
            let second = try await fixture.greeted()
            let third = try await RawClient.connect(to: fixture.address)
            let said = try await third.rest()
            #expect(said.map(\.code) == [.tooManyConnections])
            #expect(said.first?.line.contains("2 connections from this address are open") == true)
            await third.close()
            await second.close()
            try await waitUntil { fixture.server.connectionCount <= 1 }
            await (try fixture.loggedIn()).close()
            await first.close()
        }
        try await withServer(ofAddress: 2) { fixture in
            var clients: [RawClient] = []
            for _ in 0..<4 { clients.append(try await fixture.loggedIn()) }
            for client in clients { await client.close() }
        }
    }

    @Test("one login too many of an account is refused and closed; when one has left there is room again")
    func tooManyOfOneAccount() async throws {
        try await withServer(ofAccount: 2) { fixture in
            let first = try await fixture.loggedIn()
            let second = try await fixture.loggedIn()
            let third = try await fixture.greeted()
            try await third.send("a AUTH {\"token\":\"good\"}\n1 SHOW r\n")
            #expect(try await third.rest().map(\.code) == [.tooManyConnections, .tooManyConnections])
            await third.close()
            #expect(fixture.handler.accepted.isEmpty)
            await second.close()
            try await waitUntil { fixture.server.connectionCount <= 1 }
            await (try fixture.loggedIn()).close()
            await first.close()
        }
    }

    @Test("one connection too many gets BYE; when one has left there is room again")
    func tooMany() async throws {
        try await withServer(connections: 2) { fixture in
            let first = try await fixture.loggedIn()
            let second = try await fixture.loggedIn()
            let third = try await RawClient.connect(to: fixture.address)
            #expect(try await third.rest().map(\.code) == [.tooManyConnections])
            await third.close()
            await first.close()
            try await waitUntil { fixture.server.connectionCount <= 1 }
            let fourth = try await fixture.loggedIn()
            await fourth.close()
            await second.close()
        }
    }
}
