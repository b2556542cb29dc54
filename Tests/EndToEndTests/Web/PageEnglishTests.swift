import CanonicalJSON
import Foundation
import HTTPServer
import Listening
import Requests
import Testing
import WebPages

/// What stays English on pages in other languages: little, and known.
@Suite(.timeLimit(.minutes(60))) struct PageEnglishTests {
    /// What may: a page says of each that it is English. What nobody translates is a name or what somebody wrote; what is wrong with one
    /// field has no code.
    private static let known = [
        // What is wrong with a field.
        "needs no invitation",
        // The names of steps and parties that this forum alone has, for which there is no catalogue.
        "Board", "Auditor", "Admin",
    ]

    private static let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }

    private static func labels() throws -> LabelCatalogues {
        var labels = LabelCatalogues()
        for language in [PageLanguage.french, .arabic] {
            let file = "\(root)/schema/forums/asem/languages/\(language.rawValue).json"
            try labels.add(Array(Data(contentsOf: URL(fileURLWithPath: file))), language)
        }
        return labels
    }

    /// The texts of a page that say they are English.
    private static func english(_ page: String) -> [String] {
        page.matches(of: /<bdi lang="en"[^>]*>(?s)(.*?)<\/bdi>/).map { String($0.output.1) }
    }

    private struct Walk {
        let address: String
        let language: String
        var found: Set<String> = []

        func browser(_ slug: String) async throws -> Browser {
            let browser = Browser(address)
            browser.languages = language
            try await browser.login("mini/\(slug)")
            return browser
        }

        mutating func look(_ answer: Browser.Answer, _ path: String) {
            #expect(answer.text.contains("<html lang=\"\(language)\""), "\(path): \(answer.status)")
            for text in PageEnglishTests.english(answer.text)
            where !PageEnglishTests.known.contains(where: { text.contains($0) }) {
                found.insert("\(path.replacing(/[A-Z]+-\d+-\d+/, with: "REF")): \(text)")
            }
        }

        mutating func look(_ slug: String, at paths: [String]) async throws {
            let browser = try await browser(slug)
            for path in paths { look(try await browser.get(path), path) }
        }
    }

    @Test(arguments: ["fr", "ar"]) func littleStaysEnglish(_ language: String) async throws {
        let labels = try Self.labels()
        try await World.with { world in
            var configuration = WebConfiguration.patient()
            configuration.labels = labels
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let result: Result<Set<String>, any Error>
            do {
                var walk = Walk(address: web.address, language: language)
                try await Self.walk(&walk, world)
                result = .success(walk.found)
            } catch {
                result = .failure(error)
            }
            web.shutdown()
            await serving.value
            let found = try result.get()
            #expect(found.isEmpty, "\(found.sorted().joined(separator: "\n"))")
        }
    }

    private static func walk(_ walk: inout Walk, _ world: World) async throws {
        let draft = try await world.draft("Another activity", of: "mini")
        let ref = try await world.circulated(of: "mini")
        let proposer = try await world.user("pr-FR", of: "mini")
        try await world.user("cp-DE", of: "mini").ok("POSITION \(ref) support")
        try await world.user("cp-JP", of: "mini").ok(
            "POSITION \(ref) objection", ["reason": "Trop tôt", "resolves": "Plus tard"])
        try await proposer.ok("INVITE \(ref)", ["invitee": "Commission", "event": "Exercices"])
        for partner in try Seed.partners("mini") where partner != "TH" {
            try await world.user("cp-\(partner)", of: "mini").ok("POSITION \(ref) no-objection", ["invitation": 1])
        }
        func here(_ parts: String...) -> [String] { parts.map { "/p/\(ref)" + $0 } }
        try await walk.look(
            "pr-FR",
            at: here("", "/edit", "/history", "/note", "/invite", "/print", "/proof", "/act/cancel", "/relay", "@1")
                + ["/inbox", "/p/\(draft)", "/p/\(draft)/act/circulate", "/p/\(draft)/edit", "/f/mini", "/account"]
                + ["/f/mini/proposals", "/f/mini/views", "/f/mini/meetings", "/f/mini/new", "/f/mini/group/ASEAN"])
        try await walk.look(
            "cp-TH", at: here("", "/position", "/ack", "/contest", "/invitations/1/position") + ["/inbox"])
        try await walk.look("cp-DE", at: here("", "/contest") + ["/inbox", "/f/mini/record"])
        try await walk.look(
            "rc-ASEAN", at: here("", "/relay", "/act/confirm") + ["/inbox", "/f/mini/group/ASEAN", "/f/mini/audit"])
        try await walk.look("som-TH", at: here("", "/act/bless", "/invitations/1/decision") + ["/inbox"])
        try await walk.look("board", at: here("", "/publish") + ["/inbox", "/f/mini/contacts"])
        try await walk.look(
            "admin", at: ["/f/mini/accounts", "/f/mini/accounts/cp-FR/sessions", "/f/mini/accounts/cp-FR/logins"])
        // What is refused.
        try await walk.look(
            "cp-TH",
            at: here("/act/nothing", "/diff/1..2", "/diff/x", "@x", "/at?version=x", "/invitations/9/position", "/file")
                + [
                    "/p/MINI-2026-9999", "/p/MINI-2026-9999/history", "/p/MINI-2026-9999/diff/1..2",
                    "/p/MINI-2026-9999@1",
                ]
                + ["/nothing", "/f/nothing", "/f/nothing/proposals", "/f/nothing/new", "/f/nothing/record"]
                + ["/f/mini/accounts/cp-FR/sessions", "/f/mini/meetings/nothing", "/f/mini/group/nothing"]
                + ["/f/mini/group/ASEAN/list", "/f/mini/contacts", "/f/mini/calendar.ics", "/f/mini/views/x?format=y"]
                + ["/p/\(ref)/documents/" + String(repeating: "0", count: 64)])
        let coordinator = try await walk.browser("rc-ASEAN")
        walk.look(try await coordinator.fill("/p/\(ref)/act/confirm", []), "confirm")
        let leader = try await walk.browser("som-TH")
        walk.look(try await leader.fill("/p/\(ref)/invitations/1/decision", [("decision", "agreed")]), "decision")
        let writer = try await walk.browser("pr-FR")
        walk.look(try await writer.fill("/p/\(ref)/invite", [("invitee", "Japan"), ("event", "x")]), "invite")
        let early = try await writer.fill("/p/\(draft)/position", [("stance", "support"), ("step", "record")])
        walk.look(early, "position")
        walk.look(try await writer.post("/p/\(ref)/note", [("form", "x")]), "foreign form")
        for (path, fields) in [("/account/logins/confirm", [("form", "x")]), ("/inbox", [])] {
            walk.look(try await writer.post(path, fields), path)
        }
        let stranger = Browser(walk.address)
        stranger.languages = walk.language
        let login = try await stranger.fill("/login", [("token", "chy_nothing")], named: ["form", "to"])
        walk.look(login, "login")
        walk.look(try await stranger.fill("/login", [("token", "")], named: ["form", "to"]), "login without a token")
    }
}
