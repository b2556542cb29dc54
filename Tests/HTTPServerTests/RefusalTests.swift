import CanonicalJSON
import Listening
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

/// What is refused before it is known what it asks for: a page to a browser, a problem to a program.
@Suite("Refusals", .timeLimit(.minutes(60)))
struct RefusalTests {
    private static let browser = ["Accept": "text/html,application/xhtml+xml,*/*;q=0.8"]

    @Test(
        "who takes pages gets one, with a next step; who does not gets a problem",
        arguments: [
            ("text/html", true), ("TEXT/HTML ;q=0.9", true), ("application/json, application/xhtml+xml", true),
            ("*/*", false), ("application/json", false), ("text/plain", false), ("", false),
        ]) func whoAsks(_ accept: String, _ isPage: Bool) async throws
    {
        try await withWeb { web in
            let answer = try await web.ask("GET", "/no/such/address", accept.isEmpty ? [:] : ["Accept": accept])
            #expect(answer.status == 404)
            if isPage {
                #expect(answer["content-type"] == "text/html; charset=utf-8")
                #expect(answer.text.contains("<html lang=\"en\"") && answer.text.contains("href=\"/inbox\""))
                #expect(answer.text.contains("There is no page at this address."))
                #expect(answer["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(answer["cache-control"] == "no-store")
            } else {
                #expect(answer["content-type"] == "application/problem+json")
                #expect(answer.json["code"] == "NO_SUCH_ADDRESS")
            }
        }
    }

    @Test("a page is in the language that was chosen, else in that of the browser")
    func languages() async throws {
        try await withWeb { web in
            for (headers, tag) in [
                (["Accept-Language": "fr"], "fr"), (["Accept-Language": "fr", "Cookie": "chancery-language=ar"], "ar"),
            ] {
                let answer = try await web.ask("GET", "/x", Self.browser.merging(headers) { $1 })
                #expect(answer["content-language"] == tag && answer.text.contains("<html lang=\"\(tag)\""))
            }
        }
    }

    /// There the cookies have other names than on this connection.
    @Test("behind a proxy that speaks TLS it is in the language that was chosen there")
    func languageBehindAProxy() async throws {
        let proxies = [try #require(AddressRange("127.0.0.1"))]
        let headers = [
            "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "Accept-Language": "fr",
            "Cookie": "__Host-chancery-language=ar",
        ]
        @Sendable func expect(_ answer: RawHTTP.Answer, _ status: Int) {
            #expect(answer.status == status && answer["content-language"] == "ar")
            #expect(answer["strict-transport-security"] != nil)
        }
        let asking = Self.browser.merging(headers) { $1 }
        try await withWeb(proxies: proxies, body: .seconds(2)) { web in
            expect(try await web.ask("GET", "/x", asking), 404)
            // The connection's guard writes these itself.
            for (more, body, status) in [
                ("Transfer-Encoding: chunked", "zz\r\n", 400), ("Content-Length: 10", "{", 408),
            ] {
                let client = try await web.connect()
                var head = RawHTTP.request(
                    "POST", "/api/v1/note/r", asking.merging(["Authorization": "Bearer good"]) { $1 })
                head.removeLast()
                try await client.send("\(head)\(more)\r\n\r\n\(body)")
                expect(try #require(try await client.answer()), status)
                await client.close()
            }
        }
        try await withWeb(connections: 0, proxies: proxies) { web in
            expect(try await web.ask("GET", "/x", asking), 503)
        }
    }

    /// The connection's guard writes these itself.
    @Test("a body that breaks off or does not come is told on a page", arguments: [true, false])
    func bodies(_ isBrowser: Bool) async throws {
        try await withWeb(body: .seconds(2)) { web in
            let accept = isBrowser ? "Accept: text/html\r\nAccept-Language: fr\r\n" : ""
            let head = "POST /api/v1/note/r HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\(accept)"
            let broken = try await web.connect()
            try await broken.send(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n")
            let slow = try await web.connect()
            try await slow.send(head + "Content-Length: 10\r\n\r\n{")
            for (client, status, code, says) in [
                (broken, 400, "BAD_REQUEST", "ce que ce serveur ne peut pas lire"),
                (slow, 408, "TOO_SLOW", "a mis trop de temps"),
            ] {
                let answer = try #require(try await client.answer())
                #expect(answer.status == status && answer["connection"] == "close")
                if isBrowser {
                    #expect(answer["content-language"] == "fr" && answer.text.contains(says), "\(answer.text)")
                    #expect(answer.text.contains("</html>"), "it is whole")
                } else {
                    #expect(answer.json["code"] == .string(code))
                }
                #expect(await client.hasEnded())
                await client.close()
            }
        }
    }

    @Test("what follows a request and is none is answered after it, and not without a word")
    func afterAnother() async throws {
        try await withWeb { web in
            let client = try await web.connect()
            let first = "GET /api/v1/show/gate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n"
            try await client.send(first + "NO SUCH THING\r\n\r\n")
            await web.gateway.begun.pass()
            web.gateway.gate.open()
            #expect(try await client.answer()?.status == 200)
            let second = try #require(try await client.answer())
            #expect(second.status == 400 && second.json["code"] == "BAD_REQUEST" && second["connection"] == "close")
            #expect(await client.hasEnded())
            await client.close()
        }
    }

    @Test("one connection too many is told on a page as well")
    func tooMany() async throws {
        try await withWeb(connections: 0) { web in
            let answer = try await web.ask("GET", "/", Self.browser)
            #expect(answer.status == 503 && answer.text.contains("Too many connections are open."))
            #expect(answer["retry-after"] == "5" && answer["connection"] == "close")
        }
    }

    @Test("each fault has words of its own for people")
    func words() {
        let told = WebFault.allCases.map(\.told.text)
        #expect(Set(told).count == WebFault.allCases.count)
        #expect(WebFault.allCases.allSatisfy { $0.told.advice.hasSuffix(".") && $0.told.text.hasSuffix(".") })
    }
}
