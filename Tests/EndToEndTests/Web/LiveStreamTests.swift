import CanonicalJSON
import HTTPServer
import LineClient
import Listening
import Postgres
import PostgresStore
import Requests
import TestRandom
import TestSupport
import TestTime
import TestWeb
import Testing

/// The streams by which open pages learn that they changed.
@Suite struct LiveStreamTests {
    /// What a browser keeps of a stream: the last id, and the events that came to their end.
    private struct Events {
        var lastID: String?
        var positions: [Int64] = []
        var kinds: [String] = []
        var error: String?
        private var id: String?
        private var (name, data, rest) = ("", "", "")

        mutating func take(_ bytes: [UInt8]) throws {
            rest += String(decoding: bytes, as: UTF8.self)
            while let end = rest.firstIndex(of: "\n") {
                let line = String(rest[..<end])
                rest = String(rest[rest.index(after: end)...])
                if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
                guard line.isEmpty else { continue }
                lastID = id ?? lastID
                if name == "error" {
                    error = data
                } else if !data.isEmpty {
                    let event = try JSONValue.parse(Array(data.utf8)).object ?? [:]
                    #expect(event.keys.sorted() == ["kind", "ref", "version"], "an event says no more than is needed")
                    kinds.append(event["kind"]?.string ?? "")
                    // The cursor is `forum:position:hash`.
                    positions.append(Int64(lastID?.split(separator: ":").dropFirst().first ?? "") ?? -1)
                }
                (name, data) = ("", "")
            }
        }

        /// What had not come to its end is forgotten, as the standard says.
        mutating func lose() { (id, name, data, rest) = (nil, "", "", "") }
    }

    /// Opens a stream with the cookies of a browser.
    private func open(
        _ path: String, _ browser: Browser, at address: String? = nil, last: String? = nil
    ) async throws -> (connection: RawHTTP, status: Int) {
        let connection = try await RawHTTP.connect(to: address ?? browser.address)
        var headers = ["Cookie": browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
        headers["Last-Event-ID"] = last
        try await connection.send(RawHTTP.request("GET", path, headers))
        return (connection, try await connection.head()?.status ?? 0)
    }

    private func browser(_ slug: String, at address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    /// Where a page says that its events are.
    private func events(_ page: Browser.Answer) throws -> String {
        String(try #require(page.text.firstMatch(of: /data-events="([^"]*)"/)).output.1)
    }

    @Test(.timeLimit(.minutes(60)))
    func aStreamThatIsCutGoesOn() async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let addresses = world.servers.map(\.web.address)
            let browser = try await browser("auditor", at: addresses[0])
            let path = "/f/mini/events?after=mini%3A-1%3A0000000000000000"
            var random = SeededRandom(seed: 51)
            var seen = Events()
            for round in 0..<50 {
                async let writing: Void = {
                    for number in 0..<5 {
                        try await proposer.ok("NOTE \(ref)", ["text": .string("Note \(round), \(number).")])
                    }
                }()
                let (connection, status) = try await open(
                    path, browser, at: addresses[round % 2], last: seen.lastID)
                #expect(status == 200)
                let wanted = seen.positions.count + random.below(5)
                while seen.positions.count < wanted, var chunk = try await connection.chunk() {
                    // The connection ends anywhere, also in the middle of an event.
                    let isCut = random.chance(30)
                    if isCut { chunk = Array(chunk.prefix(random.below(chunk.count))) }
                    try seen.take(chunk)
                    if isCut { break }
                }
                await connection.close()
                seen.lose()
                try await writing
            }
            let length = try await world.length("mini")
            let (connection, _) = try await open(path, browser, last: seen.lastID)
            while Int64(seen.positions.count) < length {
                try seen.take(try #require(try await connection.chunk()))
            }
            #expect(seen.positions == (0..<length).map { $0 })
            await connection.close()
        }
    }

    /// A page says where its events are from the moment on at which it was read, and the script is the server's own.
    @Test(.timeLimit(.minutes(60)))
    func aPageIsFollowed() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let browser = try await browser("cp-TH", at: world.server.web.address)
            let page = try await browser.get("/p/\(ref)")
            let script = String(
                try #require(page.text.firstMatch(of: /<script src="([^"]*)" defer><\/script>/)).output.1)
            let asset = try await browser.get(script)
            #expect(asset.status == 200 && asset["content-type"] == "text/javascript; charset=utf-8")
            #expect(asset["cache-control"]?.contains("immutable") == true)
            // What happens before the stream is opened is told by it.
            let other = try await world.user("cp-JP", of: "mini")
            try await other.ok("POSITION \(ref) support")
            let (connection, status) = try await open(try events(page), browser)
            #expect(status == 200)
            var seen = Events()
            while seen.kinds.count < 1 { try seen.take(try #require(try await connection.chunk())) }
            try await other.ok("POSITION \(ref) no-objection")
            while seen.kinds.count < 2 { try seen.take(try #require(try await connection.chunk())) }
            #expect(seen.kinds == ["position-taken", "position-taken"])
            await connection.close()
            // A page of a form points to what changed; the inbox follows the forum.
            let form = try await browser.get("/p/\(ref)/position")
            #expect(form.text.contains("data-see=\"/p/\(ref)/history\""))
            #expect(try events(try await browser.get("/inbox")).hasPrefix("/f/mini/events?after=mini%3A"))
            // What stays as it is, is read by a stranger, or is not there, is not followed.
            for path in ["/p/\(ref)@1", "/p/\(ref)/print", "/p/MINI-1999-0001"] {
                #expect(try await !browser.get(path).text.contains("data-events"), "\(path)")
            }
            #expect(try await !Browser(world.server.web.address).get("/f/mini").text.contains("<script"))
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func whoMayFollow() async throws {
        try await World.with { world in
            let draft = try await world.draft("Seminar two", of: "mini")
            let browser = try await browser("cp-TH", at: world.server.web.address)
            // 204 is what a browser does not ask again after.
            #expect(try await open("/f/mini/events", Browser(browser.address)).status == 204)
            #expect(try await open("/p/\(draft)/events", browser).status == 404)
            #expect(try await open("/f/asem/events", browser).status == 404)
            #expect(try await open("/f/mini/events?after=nonsense", browser).status == 400)
            #expect(try await browser.post("/f/mini/events", []).status == 405)
        }
    }

    /// One account has only so many, on however many connections; one that is closed makes room.
    @Test(.timeLimit(.minutes(60)))
    func streamsAreLimited() async throws {
        try await World.with { world in
            let browser = try await browser("cp-TH", at: world.server.web.address)
            var connections: [RawHTTP] = []
            for _ in 0..<16 {
                let (connection, status) = try await open("/f/mini/events", browser)
                #expect(status == 200)
                connections.append(connection)
            }
            let other = try await self.browser("cp-TH", at: world.server.web.address)
            #expect(try await open("/f/mini/events", other).status == 429)
            let third = try await self.browser("cp-JP", at: world.server.web.address)
            #expect(try await open("/f/mini/events", third).status == 200)
            await connections.removeLast().close()
            try await waitUntil { try await open("/f/mini/events", other).status == 200 }
            for connection in connections { await connection.close() }
        }
    }

    /// A stream ends when its session does: at once with the logout, and else with the next sign of life.
    @Test(.timeLimit(.minutes(60)), arguments: ["logout", "expiry", "revoked"])
    func aStreamEndsWithItsSession(_ how: String) async throws {
        try await World.with { world in
            var configuration = WebConfiguration.patient()
            if how == "expiry" { configuration.keepalivePeriod = .milliseconds(20) }
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let browser = try await browser("cp-TH", at: web.address)
            let (connection, status) = try await open("/f/mini/events", browser)
            #expect(status == 200)
            switch how {
            case "logout":
                let inbox = try await browser.get("/inbox")
                #expect(try await browser.post("/logout", [("form", inbox.hidden("form") ?? "")]).status == 303)
            case "expiry":
                let database = try await world.database.connect(role: .owner)
                _ = try await database.query("UPDATE browser_session SET used_at = now() - interval '31 minutes'")
                await database.close()
            default: try await world.user("admin", of: "mini").ok("REVOKE mini/cp-TH")
            }
            var seen = Events()
            while let chunk = try await connection.chunk() { try seen.take(chunk) }
            let code = try JSONValue.parse(Array(try #require(seen.error).utf8))["code"]?.string
            #expect(code == (how == "revoked" ? "TOKEN_REVOKED" : "NOT_LOGGED_IN"), "\(seen)")
            #expect(try await open("/f/mini/events", browser).status == 204)
            web.shutdown()
            await serving.value
        }
    }

    /// What an open page asks by itself keeps no session alive.
    @Test(.timeLimit(.minutes(60)))
    func anOpenPageIsNoUseOfTheSession() async throws {
        try await World.with { world in
            let browser = try await browser("cp-TH", at: world.server.web.address)
            let database = try await world.database.connect(role: .owner)
            _ = try await database.query("UPDATE browser_session SET used_at = now() - interval '20 minutes'")
            let (connection, status) = try await open("/f/mini/events", browser)
            #expect(status == 200)
            let again = try await RawHTTP.connect(to: browser.address)
            let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            #expect(try await again.ask("GET", "/inbox", ["Cookie": cookie, "X-Live": "1"]).status == 200)
            func isIdle() async throws -> Bool {
                try await database.query("SELECT used_at < now() - interval '19 minutes' FROM browser_session").value()
            }
            #expect(try await isIdle())
            #expect(try await browser.get("/inbox").status == 200)
            #expect(try await !isIdle())
            await connection.close()
            await again.close()
            await database.close()
        }
    }
}
