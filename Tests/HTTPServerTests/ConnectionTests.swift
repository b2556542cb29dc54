import CanonicalJSON
import LineProtocol
import Listening
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

@Suite("HTTP connections", .timeLimit(.minutes(60)))
struct ConnectionTests {
    @Test("an address that nobody has is a problem with its code, and the connection stays")
    func unknownAddress() async throws {
        try await withWeb { web in
            let client = try await web.connect()
            for _ in 0..<3 {
                let answer = try await client.ask("GET", "/no/such/address")
                #expect(answer.status == 404 && answer["content-type"] == "application/problem+json")
                #expect(answer.json["code"] == "NO_SUCH_ADDRESS" && answer.json["status"] == 404)
                #expect(answer.json["title"] == "Not Found" && answer.json["retry"] == "never")
                #expect(answer["date"]?.hasSuffix(" GMT") == true)
            }
            await client.close()
        }
    }

    @Test(
        "what is no HTTP is answered once, then the connection closes",
        arguments: [
            "HELLO\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\u{0} HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "1 PING\n", "{\"verb\":\"PING\"}\n",
        ])
    func noHTTP(_ text: String) async throws {
        try await withWeb { web in
            let client = try await web.connect()
            try await client.send(text)
            let answer = try #require(try await client.answer())
            #expect(answer.status == 400 && answer.json["code"] == "BAD_REQUEST")
            #expect(answer["connection"] == "close")
            #expect(await client.hasEnded())
            await client.close()
        }
    }

    @Test("headers that are too long, or too many, are refused, and so is an address")
    func tooLong() async throws {
        try await withWeb { web in
            let long = try await web.ask("GET", "/api/v1/x", ["X-Long": String(repeating: "x", count: 20_000)])
            #expect(long.status == 431 && long.json["code"] == "HEADERS_TOO_LONG")
            let many = try await web.connect()
            let headers = (0..<101).map { "X-\($0): y\r\n" }.joined()
            try await many.send("GET / HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
            #expect(try await many.answer()?.status == 431)
            await many.close()
            let address = try await web.ask("GET", "/api/v1/" + String(repeating: "x", count: 9000))
            #expect(address.status == 414 && address.json["code"] == "ADDRESS_TOO_LONG")
        }
    }

    @Test("a body that does not come is given up, and so are a head that does not come and an idle connection")
    func slow() async throws {
        try await withWeb(body: .seconds(2), idle: .seconds(4)) { web in
            // On a busy machine a connection may be idle for too long before its answer is made: it is tried again.
            func answered(_ request: String) async throws -> RawHTTP.Answer {
                while true {
                    let client = try await web.connect()
                    try await client.send(request)
                    let answer = try await client.answer()
                    if answer != nil { #expect(await client.hasEnded()) }
                    await client.close()
                    if let answer { return answer }
                }
            }
            // It was answered from its head; what is missing is waited for all the same, and not answered once more. The time for the
            // body may pass before.
            let slow = try await answered("POST /api/v1/note/r HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
            #expect([401, 408].contains(slow.status))
            let late = try await answered(
                "POST /api/v1/note/r HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Length: 10\r\n\r\n{")
            #expect(late.status == 408 && late.json["code"] == "TOO_SLOW" && late["connection"] == "close")
            for beginning in ["", "GET / HTTP/1.1\r\nHost:"] {
                let idle = try await web.connect()
                if !beginning.isEmpty { try await idle.send(beginning) }
                #expect(await idle.hasEnded())
                await idle.close()
            }
        }
    }

    @Test("one connection too many from one address is answered 503, unless a trusted proxy stands between")
    func tooManyOfOneAddress() async throws {
        try await withWeb(ofAddress: 1, at: "192.0.2.7") { web in
            let first = try await web.connect()
            #expect(try await first.ask("GET", "/").status == 404)
            let second = try await web.ask("GET", "/")
            #expect(second.status == 503 && second.json["code"] == "TOO_MANY_CONNECTIONS")
            await first.close()
            try await waitUntil { web.server.connectionCount == 0 }
            #expect(try await web.ask("GET", "/").status == 404)
        }
        let proxy = try #require(AddressRange("127.0.0.1"))
        try await withWeb(ofAddress: 1, at: "192.0.2.7", proxies: [proxy]) { web in
            let first = try await web.connect()
            #expect(try await first.ask("GET", "/").status == 404)
            #expect(try await web.ask("GET", "/").status == 404)
            await first.close()
        }
    }

    @Test("connections too many that ask nothing are held for a short time, and few of them at once")
    func tooManyThatAskNothing() async throws {
        try await withWeb(connections: 1) { web in
            let first = try await web.connect()
            #expect(try await first.ask("GET", "/").status == 404)
            var mute: [RawHTTP] = []
            for _ in 0..<Goodbyes.most { mute.append(try await web.connect()) }
            try await waitUntil { web.server.goodbyes.count >= Goodbyes.most }
            let beyond = try await web.connect()
            #expect(await beyond.hasEnded())
            await beyond.close()
            try await web.clock.untilSomebodySleeps(for: Goodbyes.patience)
            web.clock.advance(by: Goodbyes.patience)
            for client in mute {
                #expect(await client.hasEnded())
                await client.close()
            }
            try await waitUntil { web.server.goodbyes.count == 0 }
            #expect(try await web.ask("GET", "/").status == 503)
            await first.close()
        }
    }

    @Test("a server that stops waits for no connection too many")
    func tooManyAtTheStop() async throws {
        try await withWeb(connections: 0) { web in
            let mute = try await web.connect()
            try await waitUntil { web.server.goodbyes.count >= 1 }
            // The clock stands still meanwhile.
            web.server.shutdown()
            #expect(await mute.hasEnded())
            await mute.close()
        }
    }

    @Test("strangers are told apart by their addresses, as a trusted proxy says")
    func strangers() async throws {
        let proxy = try #require(AddressRange("127.0.0.1"))
        try await withWeb(proxies: [proxy]) { web in
            for address in ["192.0.2.7", "2001:db8:1:2:3::4", "127.0.0.9"] {
                let answer = try await web.ask("GET", "/api/v1/show/r", ["X-Forwarded-For": address])
                #expect(answer.status == 200)
            }
            #expect(web.gateway.strangersAddresses == ["192.0.2.7", "2001:db8:1:2::/64", nil])
        }
    }

    @Test("one connection too many is answered 503; when one has left there is room again")
    func tooMany() async throws {
        try await withWeb(connections: 1) { web in
            let first = try await web.connect()
            #expect(try await first.ask("GET", "/").status == 404)
            let second = try await web.ask("GET", "/")
            #expect(second.status == 503 && second.json["code"] == "TOO_MANY_CONNECTIONS")
            #expect(second["retry-after"] == "5" && second["connection"] == "close")
            await first.close()
            try await waitUntil { web.server.connectionCount == 0 }
            #expect(try await web.ask("GET", "/").status == 404)
        }
    }

    private func bind(_ address: ListenAddress) async throws -> HTTPServer {
        try await HTTPServer.bind(WebConfiguration(address: address, name: "test"), gateway: EchoGateway())
    }

    @Test("plain text is refused beyond loopback, a port in use is said plainly")
    func listening() async throws {
        for host in ["0.0.0.0", "::", "192.0.2.1"] {
            let error = await #expect(throws: ListenError.self) { try await bind(.tcp(host: host, port: 0)) }
            #expect(error?.description.contains("loopback only") == true && error?.isMisuse == true)
        }
        let unix = await #expect(throws: ListenError.self) { try await bind(.unix(path: "/nonexistent/s")) }
        #expect(unix?.isMisuse == true)
        try await withWeb { web in
            let port = Int(web.server.address.split(separator: ":").last ?? "") ?? 0
            #expect(web.server.address == "http://127.0.0.1:\(port)" && port > 0)
            let taken = await #expect(throws: ListenError.self) { try await bind(.tcp(host: "127.0.0.1", port: port)) }
            #expect(taken?.isTaken == true && taken?.isMisuse == false)
            #expect(taken?.description.hasPrefix("cannot listen on 127.0.0.1:\(port): another program") == true)
        }
    }

    @Test("the date is the one of the header Date")
    func date() {
        #expect(HTTPDate.text(ofSecond: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(ofSecond: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
