import CanonicalJSON
import LineProtocol
import TestTime
import Testing

@testable import LineServer

@Suite("Framing over sockets", .timeLimit(.minutes(60)))
struct FramingTests {
    @Test("the greeting prints protocol, limits and ways to log in")
    func hello() async throws {
        try await withServer { fixture in
            let client = try await RawClient.connect(to: fixture.address)
            guard case .hello(let object) = try await client.reply() else {
                Issue.record("no HELLO")
                return
            }
            #expect(object["protocol"] == 1 && object["server"] == "chancery test" && object["auth"] == ["token"])
            #expect(object["limits"] == .object(Limits().object))
            await client.close()
        }
    }

    static let broken: [([UInt8], ErrorCode)] = [
        (Array("\n".utf8), .noTag), (Array(" PING\n".utf8), .noTag), (Array("* PING\n".utf8), .noTag),
        (Array("{}\n".utf8), .noTag), (Array("Host: here\r\n".utf8), .noTag),
        (Array("1 PING\u{0}\n".utf8), .controlCharacter), (Array("1 \tPING\n".utf8), .controlCharacter),
        (Array("1 PI\rNG\n".utf8), .controlCharacter), ([0x31, 0x20, 0xFF, 0x0A], .invalidUTF8),
        ([0x31, 0x20, 0xC3, 0x0A], .invalidUTF8),
        (Array("1 WATCH asem\n1 SHOW x\n".utf8), .tagInUse),
        (Array(repeating: UInt8(ascii: "x"), count: 70_000), .lineTooLong),
    ]

    @Test("each kind of broken framing gets BYE with its reason, and the connection closes", arguments: broken)
    func bye(bytes: [UInt8], code: ErrorCode) async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send(bytes + Array("2 PING\n".utf8))
            let replies = try await client.rest()
            #expect(replies.last?.code == code)
            guard case .bye(let object)? = replies.last else { return }
            #expect(object["message"]?.string?.isEmpty == false && object["do"]?.string?.isEmpty == false)
            #expect(!replies.contains { $0.brief == "2 OK" }, "nothing after the break is read")
            await client.close()
        }
    }

    @Test("what was accepted before the break is answered before BYE")
    func acceptedBefore() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            try await client.send("1 NOTE gate {\"text\":\"t\"}\n2 SHOW r\n\n3 SHOW r\n")
            await fixture.handler.begun.pass()
            #expect(try await client.reply()?.brief == "2 OK")
            fixture.handler.gate.open()
            let rest = try await client.rest()
            #expect(rest.map(\.brief) == ["1 OK", "* BYE"])
            #expect(fixture.handler.accepted == ["1", "2"])
            await client.close()
        }
    }

    @Test("a line of 8192 bytes is read before login, of 8193 it is not; after it 65536 and 65537")
    func lengths() async throws {
        @Sendable func line(_ verb: String, _ count: Int) -> String {
            let head = "1 \(verb) {\"token\":\"good\",\"pad\":\""
            return head + String(repeating: "x", count: count - head.utf8.count - 2) + "\"}"
        }
        for (ending, extra) in [("\n", 0), ("\r\n", 0), ("\n", 1), ("\r\n", 1)] {
            try await withServer { fixture in
                let client = try await fixture.greeted()
                try await client.send(line("AUTH", 8192 + extra) + ending)
                let first = try await client.reply()
                #expect(extra == 0 ? first?.brief == "1 OK" : first?.code == .lineTooLong)
                await client.close()
                let other = try await fixture.loggedIn()
                try await other.send(line("DRAFT asem", 65536 + extra) + ending)
                let second = try await other.reply()
                #expect(extra == 0 ? second?.brief == "1 OK" : second?.code == .lineTooLong)
                await other.close()
            }
        }
    }

    @Test("a long line in the same packet as AUTH is read with the limit after login")
    func raisedLimit() async throws {
        try await withServer { fixture in
            let client = try await fixture.greeted()
            let text = String(repeating: "x", count: 20_000)
            try await client.send("a AUTH {\"token\":\"good\"}\n1 NOTE r {\"text\":\"\(text)\"}\n")
            #expect(try await client.reply()?.brief == "a OK")
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("everything else that is wrong gets ERR, and the connection goes on")
    func errors() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            let cases: [(String, ErrorCode)] = [
                ("1 WHAT", .unknownVerb), ("1", .unknownVerb), ("1 SHOW", .missingArgument),
                ("1 SHOW a b", .extraArgument), ("1 SHOW a\\", .badArgument), ("1 DRAFT asem {", .badJSON),
                (#"1 DRAFT asem {"a":1,"a":2}"#, .badJSON), (#"1 DRAFT asem {"a":0.5}"#, .badJSON),
                (#"1 DRAFT asem {"a":"\ud800"}"#, .badJSON), (#"1 DRAFT asem {"a":"\u0000"}"#, .badJSON),
                ("1 WHY r", .refused),
            ]
            for (line, code) in cases {
                try await client.send(line + "\n")
                #expect(try await client.reply()?.code == code)
            }
            try await client.send("1 PING\r\n")
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("random bytes, before and after a login, never stop the server")
    func random() async throws {
        try await withServer { fixture in
            var generator = SystemRandomNumberGenerator()
            for round in 0..<60 {
                let client = round.isMultiple(of: 2) ? try await fixture.greeted() : try await fixture.loggedIn()
                let bytes = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
                    round.isMultiple(of: 3) ? UInt8.random(in: 0...255, using: &generator) : UInt8.random(in: 10...126)
                }
                try await client.send(bytes)
                await client.close()
            }
            let client = try await fixture.loggedIn()
            try await client.send("1 PING\n")
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }

    @Test("bytes that come one at a time are a line all the same")
    func byteByByte() async throws {
        try await withServer { fixture in
            let client = try await fixture.loggedIn()
            for byte in "1 SHOW ASEM-2026-0001\r\n".utf8 { try await client.send([byte]) }
            #expect(try await client.reply()?.brief == "1 OK")
            await client.close()
        }
    }
}
