import CanonicalJSON
import HTTPTypes
import LineProtocol
import Requests
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

@Suite("The API over HTTP", .timeLimit(.minutes(60)))
struct APITests {
    private static let login = ["Authorization": "Bearer good"]
    private static let json = ["Authorization": "Bearer good", "Content-Type": "application/json"]

    @Test("every verb but those of a line's connection has an address, and takes the methods that its shape asks for")
    func routes() {
        let without = Verb.allCases.filter { APIRoute.all[$0.rawValue.lowercased()] == nil }
        #expect(without == [.cancel, .quit])
        #expect(APIRoute.all["show"]?.methods == [.get] && APIRoute.all["why"]?.methods == [.get, .post])
        #expect(APIRoute.all["draft"]?.methods == [.post] && APIRoute.all["forum"]?.methods == [.get, .post])
        #expect(APIRoute.all["search"]?.methods == [.post] && APIRoute.all["cosign"]?.methods == [.post])
        #expect(APIRoute.all["advance"]?.usage == "POST /api/v1/advance/{ref}/{transition}")
        #expect(APIRoute.all["watch"]?.paths().map(\.path) == ["/api/v1/watch", "/api/v1/watch/{forum}"])
    }

    @Test("the address, the query and the headers become the request that a line would be")
    func requests() async throws {
        try await withWeb { web in
            _ = try await web.ask("GET", "/api/v1/list/asem?state=draft&limit=5", Self.login)
            _ = try await web.ask("GET", "/api/v1/accounts/a%73em?after=asem%2Fcp-FR", Self.login)
            var headers = Self.json
            headers["Idempotency-Key"] = "\"k1\""
            headers["If-Match"] = "\"7\""
            let noted = try await web.ask("POST", "/api/v1/note/R-1", headers, body: "{\"text\":\"é\"}")
            #expect(noted.json == ["version": 4, "text": "é"] && noted["etag"] == nil)
            headers["Idempotency-Key"] = "k1"
            headers["If-Match"] = "*"
            _ = try await web.ask("POST", "/api/v1/note/R-1", headers, body: "{\"text\":\"é\"}")
            let asked = web.gateway.requests
            #expect(
                asked.map(\.line.prefixed) == [
                    "LIST asem limit=5 state=draft", "ACCOUNTS asem after=asem/cp-FR",
                    "NOTE R-1 key=k1 if=7 {\"text\":\"é\"}", "NOTE R-1 key=k1 {\"text\":\"é\"}",
                ])
        }
    }

    @Test("rows and the end are one object; what is long comes in pieces, whole and in order")
    func rows() async throws {
        try await withWeb { web in
            let short = try await web.ask("GET", "/api/v1/history/r?limit=2&after=1", Self.login)
            #expect(short.text == #"{"rows":[{"number":0,"text":"x"},{"number":1,"text":"x"}],"count":2,"next":null}"#)
            #expect(short["content-length"] == String(short.body.count) && short["cache-control"] == "no-store")
            let long = try await web.ask("GET", "/api/v1/history/r?limit=500&after=5000", Self.login)
            #expect(long["transfer-encoding"] == "chunked")
            #expect(long.json["rows"]?.array?.compactMap { $0["number"]?.integer } == (0..<500).map { Int64($0) })
            #expect(long.json["count"] == 500)
            let shown = try await web.ask("GET", "/api/v1/show/R-1", Self.login)
            #expect(shown.json == ["ref": "R-1", "version": 3] && shown["etag"] == "\"3\"")
            let head = try await web.ask("HEAD", "/api/v1/show/R-1", Self.login)
            #expect(head.status == 200 && head.body.isEmpty && head["etag"] == "\"3\"")
            #expect(head["content-length"] == String(shown.body.count))
        }
    }

    @Test("a token is asked for, looked at once, and a bad one is told as RFC 6750 says")
    func tokens() async throws {
        try await withWeb { web in
            let none = try await web.ask("GET", "/api/v1/inbox")
            #expect(none.status == 401 && none["www-authenticate"] == "Bearer realm=\"chancery\"")
            #expect(none.json["code"] == "NOT_LOGGED_IN")
            #expect(try await web.ask("GET", "/api/v1/show/R-1").status == 200, "what is public needs none")
            for (token, code) in [("bad", "BAD_TOKEN"), ("late", "TOKEN_EXPIRED")] {
                let answer = try await web.ask("GET", "/api/v1/show/R-1", ["Authorization": "Bearer \(token)"])
                #expect(answer.status == 401 && answer.json["code"]?.string == code)
                #expect(
                    answer["www-authenticate"]?.hasPrefix("Bearer realm=\"chancery\", error=\"invalid_token\"") == true)
            }
            for other in ["Basic Z29vZDpnb29k", "good", "Bearer"] {
                #expect(try await web.ask("GET", "/api/v1/inbox", ["Authorization": other]).status == 401)
            }
            let before = web.gateway.logins
            for scheme in ["Bearer", "bearer", "BEARER "] {
                #expect(try await web.ask("GET", "/api/v1/inbox", ["Authorization": "\(scheme) good"]).status == 200)
            }
            #expect(web.gateway.logins == before + 1)
            let own = try await web.ask("GET", "/api/v1/auth", Self.login)
            #expect(own.json["account"] == "a1")
            #expect(try await web.ask("GET", "/api/v1/auth").status == 401)
            #expect(try await web.ask("GET", "/api/v1/auth?x=y", Self.login).status == 400)
        }
    }

    @Test("a failure has its status, and all that an ERR carries")
    func failures() async throws {
        try await withWeb { web in
            let refused = try await web.ask("GET", "/api/v1/why/R-1", Self.login)
            #expect(refused.status == 409 && refused["content-type"] == "application/problem+json")
            #expect(
                refused.json == [
                    "code": "REFUSED", "detail": "not yet", "do": .string(ErrorCode.refused.entry.remedy),
                    "effect": "none",
                    "retry": "never", "status": 409, "title": "Conflict", "unmet": ["som"],
                ])
            var headers = Self.json
            headers["If-Match"] = "\"3\""
            let stale = try await web.ask("POST", "/api/v1/revise/R-1", headers, body: "{}")
            #expect(stale.status == 412 && stale.json["version"] == 7)
            #expect(stale.json["changes"] == "/api/v1/history/R-1?after=3")
            let busy = try await web.ask("GET", "/api/v1/export/asem", Self.login)
            #expect(busy.status == 503 && busy["retry-after"] == "2" && busy.json["retry"] == "after=1200")
        }
    }

    /// What is wrong with a request, and how it is answered.
    private static let wrong: [(method: String, target: String, body: String?, status: Int, code: String)] = [
        ("GET", "/api/v1", nil, 404, "NO_SUCH_ADDRESS"), ("GET", "/api/v1/", nil, 404, "NO_SUCH_ADDRESS"),
        ("GET", "/api/v1/shew/R-1", nil, 404, "NO_SUCH_ADDRESS"),
        ("GET", "/api/v1/SHOW/R-1", nil, 404, "NO_SUCH_ADDRESS"), ("GET", "/api/v1/quit", nil, 404, "NO_SUCH_ADDRESS"),
        ("POST", "/api/v1/show/R-1", "{}", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/v1/draft/asem", nil, 405, "METHOD_NOT_ALLOWED"),
        ("PATCH", "/api/v1/show/R-1", nil, 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/v1/show", nil, 400, "MISSING_ARGUMENT"), ("GET", "/api/v1/show/", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/a/b", nil, 400, "EXTRA_ARGUMENT"), ("GET", "/api/v1/show//b", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/R-1?rund=1", nil, 400, "EXTRA_ARGUMENT"),
        ("GET", "/api/v1/show/R-1?round=x", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/R-1?round=1&round=1", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/R-1?round", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/%", nil, 400, "BAD_ARGUMENT"), ("GET", "/api/v1/show/%4", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/%zz", nil, 400, "BAD_ARGUMENT"), ("GET", "/api/v1/show/%ff", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/%c3%a9", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/a%00b", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/a%0ab", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/a%3db", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/a%20b", nil, 400, "BAD_ARGUMENT"),
        ("GET", "/api/v1/show/" + String(repeating: "x", count: 600), nil, 400, "BAD_ARGUMENT"),
        ("POST", "/api/v1/note/R-1?key=k", "{}", 400, "EXTRA_ARGUMENT"),
        ("POST", "/api/v1/note/R-1?if=1", "{}", 400, "EXTRA_ARGUMENT"),
        ("POST", "/api/v1/note/R-1", nil, 400, "MISSING_ARGUMENT"),
        ("POST", "/api/v1/note/R-1", "{", 400, "BAD_JSON"), ("POST", "/api/v1/note/R-1", "[]", 400, "BAD_JSON"),
        ("POST", "/api/v1/note/R-1", "{\"a\":1,\"a\":2}", 400, "BAD_JSON"),
        ("POST", "/api/v1/note/R-1", "{\"a\":1.5}", 400, "BAD_JSON"),
        ("POST", "/api/v1/note/R-1", "{} {}", 400, "BAD_JSON"),
        ("POST", "/api/v1/forum/asem", nil, 400, "MISSING_ARGUMENT"),
        ("GET", "/api/v1/why/R-1", "{}", 400, "EXTRA_ARGUMENT"),
        ("POST", "/api/v1/note/R-1", String(repeating: " ", count: 70_000), 413, "BODY_TOO_LONG"),
    ]

    @Test("whatever is wrong is one clear error with what to do, and the next request is answered")
    func wrongs() async throws {
        try await withWeb { web in
            for (method, target, body, status, code) in Self.wrong {
                let answer = try await web.ask(method, target, Self.json, body: body)
                #expect(
                    answer.status == status && answer.json["code"]?.string == code,
                    "\(method) \(target): \(answer.text)")
                #expect(answer.json["detail"]?.string?.isEmpty == false && answer.json["do"]?.string?.isEmpty == false)
                #expect(status != 405 || answer["allow"] != nil)
            }
            #expect(web.gateway.requests.isEmpty, "nothing wrong came to the business")
            let shown = try await web.ask("POST", "/api/v1/show/R-1", Self.json, body: "{}")
            #expect(shown["allow"] == "GET, HEAD")
        }
    }

    @Test("headers that are doubled or of another form are refused, and so is a body of another type")
    func headers() async throws {
        try await withWeb { web in
            func status(_ lines: [String], body: String = "{\"text\":\"t\"}") async throws -> RawHTTP.Answer {
                let client = try await web.connect()
                let head = ["POST /api/v1/note/R-1 HTTP/1.1", "Host: x", "Content-Length: \(body.utf8.count)"] + lines
                try await client.send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
                let answer = try #require(try await client.answer())
                await client.close()
                return answer
            }
            let login = "Authorization: Bearer good"
            let json = "Content-Type: application/json"
            #expect(try await status([login, login, json]).json["code"] == "BAD_ARGUMENT")
            #expect(try await status([login, json, "If-Match: \"1\"", "If-Match: \"2\""]).status == 400)
            #expect(try await status([login, json, "If-Match: \"1\", \"2\""]).status == 400)
            for tag in ["1", "W/\"1\"", "\"x\"", "\"-1\"", "\"\""] {
                #expect(try await status([login, json, "If-Match: \(tag)"]).json["code"] == "BAD_ARGUMENT", "\(tag)")
            }
            #expect(try await status([login, json, "Idempotency-Key: a", "Idempotency-Key: b"]).status == 400)
            #expect(try await status([login, json, "Idempotency-Key: a b"]).json["code"] == "BAD_ARGUMENT")
            let long = String(repeating: "k", count: 129)
            #expect(try await status([login, json, "Idempotency-Key: \(long)"]).json["code"] == "BAD_ARGUMENT")
            for type in [[], ["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"]] {
                #expect(try await status([login] + type).json["code"] == "UNSUPPORTED_MEDIA_TYPE")
            }
            #expect(try await status([login, "Content-Type: Application/JSON; charset=utf-8"]).status == 200)
            let bad = try await status([login, json], body: "{\"text\":\"\u{0}\"}")
            #expect(bad.json["code"] == "BAD_JSON")
        }
    }

    @Test("a body that is announced is asked for; one that is too long is refused before it comes")
    func expectations() async throws {
        try await withWeb { web in
            let head =
                "POST /api/v1/note/R-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: "
                + "application/json\r\nExpect: 100-continue\r\nContent-Length: "
            let client = try await web.connect()
            try await client.send(head + "12\r\n\r\n")
            #expect(try await client.answer()?.status == 100)
            try await client.send("{\"text\":\"t\"}")
            #expect(try await client.answer()?.json["text"] == "t")
            try await client.send(head + "99999999\r\n\r\n")
            let refused = try #require(try await client.answer())
            #expect(refused.status == 413 && refused["connection"] == "close")
            await client.close()
            let chunked = try await web.connect()
            try await chunked.send(
                "POST /api/v1/note/R-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: "
                    + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
            for _ in 0..<17 { try? await chunked.send(chunk) }
            #expect(try await chunked.answer()?.status == 413)
            await chunked.close()
        }
    }

    @Test("a watch is a stream of events with their cursors, and goes on after the last that a client saw")
    func events() async throws {
        try await withWeb { web in
            let client = try await web.connect()
            try await client.send(RawHTTP.request("GET", "/api/v1/watch/asem?after=c0", Self.login))
            let head = try #require(try await client.head())
            #expect(head.status == 200 && head["content-type"] == "text/event-stream")
            var text = ""
            while !text.contains("\"number\":3") {
                text += String(decoding: try #require(try await client.chunk()), as: UTF8.self)
            }
            #expect(
                text == "id: c0\n\n"
                    + (1...3).map { "id: c\($0)\ndata: {\"cursor\":\"c\($0)\",\"number\":\($0)}\n\n" }.joined())
            try await web.clock.untilSomebodySleeps(for: .seconds(15))
            web.clock.advance(by: .seconds(15))
            #expect(try await client.chunk() == Array(":\n\n".utf8))
            await client.close()
            try await waitUntil { web.server.desk.openCount == 0 }
            var headers = Self.login
            headers["Last-Event-ID"] = "c7"
            let again = try await web.connect()
            try await again.send(RawHTTP.request("GET", "/api/v1/watch/asem?after=c0", headers))
            _ = try await again.head()
            #expect(web.gateway.requests.last?.options == ["after": "c7"])
            await again.close()
        }
    }

    @Test("a server that stops answers what it accepted, ends watches, and tells a write that nobody knows")
    func stopping() async throws {
        try await withWeb { web in
            let watch = try await web.connect()
            try await watch.send(RawHTTP.request("GET", "/api/v1/watch/asem", Self.login))
            _ = try await watch.head()
            let write = try await web.connect()
            try await write.send(RawHTTP.request("POST", "/api/v1/note/gate", Self.json, body: "{\"text\":\"t\"}"))
            await web.gateway.begun.pass()
            let idle = try await web.connect()
            _ = try await idle.ask("GET", "/api/v1/show/R-1")
            web.server.shutdown()
            #expect(await idle.hasEnded())
            var text = ""
            while let chunk = try await watch.chunk() { text += String(decoding: chunk, as: UTF8.self) }
            #expect(text.contains("event: error\ndata: {\"code\":\"SHUTTING_DOWN\""))
            try await web.clock.untilSomebodySleeps(for: .seconds(10))
            web.clock.advance(by: .seconds(10))
            let answer = try #require(try await write.answer())
            #expect(answer.status == 503 && answer.json["code"] == "EFFECT_UNKNOWN" && answer.json["retry"] == "fresh")
            #expect(await write.hasEnded())
            for client in [watch, write, idle] { await client.close() }
        }
    }

    @Test("each code has a status, and only the server's own faults are of the server")
    func statuses() {
        let own: Set<ErrorCode> = [
            .unsupported, .tooManyConnections, .busy, .shuttingDown, .cancelled, .recordDiverged, .storeUnavailable,
            .effectUnknown, .internal,
        ]
        for code in ErrorCode.allCases { #expect((code.status.code >= 500) == own.contains(code), "\(code)") }
        #expect(Set(WebFault.allCases.map(\.rawValue)).isDisjoint(with: ErrorCode.allCases.map(\.rawValue)))
    }
}

extension String {
    /// A line without its tag.
    fileprivate var prefixed: String { String(drop { $0 != " " }.dropFirst()) }
}
