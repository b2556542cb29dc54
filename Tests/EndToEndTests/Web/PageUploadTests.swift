import CanonicalJSON
import HTTPServer
import Listening
import Requests
import TestWeb
import Testing

/// A document that a browser sends is the one that lines would file; what is no good changes nothing.
@Suite(.timeLimit(.minutes(60))) struct PageUploadTests {
    @Test func aDocumentByFormIsOneByLine() async throws {
        try await World.withPages { world, address in
            let (byForm, byLine) = (
                try await world.draft(of: "mini"), try await world.draft("A second activity", of: "mini")
            )
            let paper = Paper(size: 100_000)
            let browser = Browser(address)
            try await browser.login("mini/pr-FR")
            let path = "/p/\(byForm)/file"
            #expect(try await browser.get("/p/\(byForm)").text.contains("href=\"\(path)\""))
            let done = try await browser.upload(path, file: (paper.name, paper.content))
            #expect(done.status == 303 && done.location == "/p/\(byForm)?done=filed", "\(done.text)")
            #expect(try await browser.get(done.location).text.contains("The document is filed."))
            let user = try await world.user("pr-FR", of: "mini")
            try await user.send(paper, on: byLine)
            #expect(try await user.fetch(paper.digest, of: byForm) == paper.content)
            func filed(_ ref: String) async throws -> JSONObject? {
                try await user.rows("HISTORY \(ref)").last { $0["kind"] == "filed" }
            }
            let (one, other) = (try #require(try await filed(byForm)), try #require(try await filed(byLine)))
            #expect(one["data"] == other["data"] && one["actor"] == other["actor"])
            #expect(try await world.keptBytes().uploads == 0)

            // Under another name, in one part; and as nobody may.
            let note = Array("TRIAL: the agenda of the day.\n".utf8)
            let named = try await browser.upload(path, [("name", "Agenda.txt")], file: ("scan0012.txt", note))
            #expect(named.status == 303)
            #expect(try await browser.get("/p/\(byForm)").text.contains("<bdi>Agenda.txt</bdi>"))
            let other2 = Browser(address)
            try await other2.login("mini/cp-TH")
            #expect(try await other2.get(path).status == 404)
        }
    }

    @Test func aFormWithAFileTakesEffectOnce() async throws {
        try await World.withPages { world, address in
            let ref = try await world.draft(of: "mini")
            let browser = Browser(address)
            try await browser.login("mini/pr-FR")
            let path = "/p/\(ref)/file"
            let page = try await browser.get(path)
            let form = Browser.Multipart(page.carried, file: ("paper.pdf", Paper(size: 120_000).content), in: "file")
            let before = try await world.length("mini")
            #expect(try await browser.post(path, type: form.type, form.bytes).location == "/p/\(ref)?done=filed")
            #expect(try await browser.post(path, type: form.type, form.bytes).location == "/p/\(ref)?done=repeated")
            #expect(try await world.length("mini") == before + 1)
            // Another form with the same document says that it is there.
            let again = try await browser.upload(path, file: ("paper.pdf", Paper(size: 120_000).content))
            #expect(again.status == 409 && again.text.contains("already filed"))
            // A form that is stale says what happened; a note does not make it so.
            let stale = try await browser.get(path)
            let user = try await world.user("pr-FR", of: "mini")
            try await user.ok("NOTE \(ref)", ["text": "A note."])
            let second = Browser.Multipart(
                stale.carried, file: ("b.pdf", Paper(size: 9000, seed: 2).content), in: "file")
            #expect(try await browser.post(path, type: second.type, second.bytes).status == 303)
            let late = try await browser.get(path)
            try await user.ok("REVISE \(ref)", ["objective": "Another aim."])
            let third = Browser.Multipart(
                late.carried, file: ("c.pdf", Paper(size: 99_000, seed: 3).content), in: "file")
            let refused = try await browser.post(path, type: third.type, third.bytes)
            #expect(refused.status == 409 && refused.text.contains("It changed while you were writing"))
            #expect(refused.text.contains("Choose the file again"))
            #expect(try await world.keptBytes().uploads == 0, "nothing is left of what was refused")
        }
    }

    /// A form whose body is as a case says.
    private struct Case: Sendable {
        let status: Int
        let says: String
        let body: @Sendable ([(String, String)]) -> Browser.Multipart

        init(_ status: Int, _ says: String, _ body: @escaping @Sendable ([(String, String)]) -> Browser.Multipart) {
            self.status = status
            self.says = says
            self.body = body
        }

        static func named(_ status: Int, _ says: String, _ name: String, _ content: [UInt8] = Array("%PDF-1.7 x".utf8))
            -> Case
        {
            Case(status, says) { Browser.Multipart($0, file: (name, content), in: "file") }
        }
    }

    private static let cases: [Case] = [
        .named(422, "Choose a file.", "", []), .named(422, "The file is empty.", "paper.pdf", []),
        .named(422, "without folders", "../../etc/paper.pdf"), .named(422, "without folders", "C:\\paper.pdf"),
        .named(422, "U+202E", "p\u{202E}fdp.pdf"), .named(422, "U+001B", "p\u{1B}[2J.pdf"),
        .named(422, "these can: .pdf", "pap%22er.exe"), .named(422, "these can: .pdf", "paper"),
        .named(422, "at most 200", String(repeating: "n", count: 300) + ".pdf"),
        .named(413, "The name of the file is too long", String(repeating: "n", count: 60_000) + ".pdf"),
        .named(409, "does not begin as image/png", "paper.png"),
        .named(
            413, "longer than 8388608 bytes", "paper.pdf", Array("%PDF-".utf8) + [UInt8](repeating: 7, count: 8 << 20)),
        Case(400, "no boundary") {
            var form = Browser.Multipart($0, file: ("a.pdf", [7]), in: "file")
            form.boundary = ""
            return form
        },
        Case(400, "does not begin with the boundary") {
            var form = Browser.Multipart($0, file: ("a.pdf", [7]), in: "file")
            form.boundary = "another"
            return form
        },
        Case(400, "stands inside") {
            let inside = "%PDF-1.7\r\n------formboundary7MA4YWxkTrZu0gW and more"
            return Browser.Multipart($0, file: ("a.pdf", Array(inside.utf8)), in: "file")
        },
        Case(400, "cut off before its end") {
            var form = Browser.Multipart($0)
            form.file("file", "a.pdf", Array("%PDF-1.7".utf8))
            return form
        },
        Case(400, "two files") {
            var form = Browser.Multipart($0)
            form.file("file", "a.pdf", Array("%PDF-1.7".utf8))
            form.file("file", "b.pdf", Array("%PDF-1.7".utf8))
            form.end()
            return form
        },
        Case(400, "Something follows the file") {
            var form = Browser.Multipart($0)
            form.file("file", "a.pdf", Array("%PDF-1.7".utf8))
            form.field("name", "b.pdf")
            form.end()
            return form
        },
        Case(403, "not of your session") {
            var form = Browser.Multipart()
            form.file("file", "a.pdf", Array("%PDF-1.7".utf8))
            for (name, value) in $0 { form.field(name, value) }
            form.end()
            return form
        },
        Case(403, "not of your session") {
            Browser.Multipart($0.map { $0.0 == "form" ? ($0.0, "0") : $0 }, file: ("a.pdf", [7]), in: "file")
        },
    ]

    @Test func whatIsOddChangesNothing() async throws {
        try await World.withPages { world, address in
            let ref = try await world.draft(of: "mini")
            let browser = Browser(address)
            try await browser.login("mini/pr-FR")
            let path = "/p/\(ref)/file"
            let carried = try await browser.get(path).carried
            let before = try await world.length("mini")
            for (number, one) in Self.cases.enumerated() {
                let form = one.body(carried)
                let answer = try await browser.post(path, type: form.type, form.bytes)
                #expect(answer.status == one.status && answer.text.contains(one.says), "case \(number): \(answer.text)")
                #expect(!answer.text.contains("\u{202E}") && !answer.text.contains("\u{1B}"), "case \(number)")
            }
            let good = Browser.Multipart(carried, file: ("a.pdf", Paper(size: 5000).content), in: "file")
            #expect(
                try await browser.post(path, type: good.type, good.bytes, origin: "https://evil.example").status == 403)
            #expect(
                try await Browser(address).post(path, type: good.type, good.bytes).status == 303, "a stranger logs in")
            // A page without a file takes no form with one.
            #expect(try await browser.post("/p/\(ref)/note", type: good.type, good.bytes).status == 415)
            #expect(try await world.length("mini") == before)
            #expect(try await world.keptBytes() == (0, 0))
            #expect(try await browser.post(path, type: good.type, good.bytes).status == 303)
        }
    }

    /// A body that stops halfway, or comes byte after byte, takes nothing with it.
    @Test(arguments: [(true, 400), (false, 408)])
    func aBodyThatDoesNotComeToItsEnd(isCut: Bool, status: Int) async throws {
        try await World.with { world in
            var configuration = WebConfiguration.patient()
            if !isCut { configuration.bodyPeriod = .milliseconds(300) }
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            do {
                let ref = try await world.draft(of: "mini")
                let browser = Browser(web.address)
                try await browser.login("mini/pr-FR")
                let path = "/p/\(ref)/file"
                let form = Browser.Multipart(
                    try await browser.get(path).carried, file: ("a.pdf", Paper(size: 9000).content), in: "file")
                let before = try await world.length("mini")
                let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                let host = web.address.dropFirst("http://".count)
                let head =
                    "POST \(path) HTTP/1.1\r\nHost: \(host)\r\nOrigin: \(web.address)\r\nCookie: \(cookie)\r\n"
                    + "Content-Type: \(form.type)\r\nContent-Length: \(form.bytes.count)\r\n\r\n"
                let half = try await RawHTTP.connect(to: web.address)
                try await half.send(Array(head.utf8) + form.bytes.prefix(form.bytes.count / 2))
                if isCut { try await half.closeOutput() }
                let answer = try await half.answer()
                #expect(answer?.status == status && answer?.text.contains("TOO_SLOW") != isCut)
                await half.close()
                #expect(try await world.length("mini") == before)
                #expect(try await world.keptBytes() == (0, 0))
            } catch {
                web.shutdown()
                await serving.value
                throw error
            }
            web.shutdown()
            await serving.value
        }
    }
}
