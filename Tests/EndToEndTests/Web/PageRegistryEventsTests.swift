import CanonicalJSON
import HTTPServer
import Testing

/// What changed in a forum's registry, told by a page and to whoever sent a form that is stale.
@Suite(.timeLimit(.minutes(60))) struct PageRegistryEventsTests {
    private static let path = "/f/mini/audit/events"

    private static func somebody(_ slug: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    @Test func thePageTellsWhatAWatchTells() async throws {
        try await World.withPages { world, address in
            let auditor = try await Self.somebody("auditor", address)
            let audit = try await auditor.get("/f/mini/audit")
            #expect(audit.text.contains("href=\"\(Self.path)\""))
            let all = try await auditor.get(Self.path)
            #expect(all.status == 200 && all.text.contains("Account opened: mini/cp-FR"), "\(all.text)")
            let point = try await Self.somebody("cp-FR", address)
            let own = try await point.get(Self.path)
            #expect(own.status == 200 && own.text.contains("Partner admitted"), "\(own.text)")
            #expect(!own.text.contains("Account opened") && !own.text.contains("Token issued"))
            let stranger = try await Browser(address).get(Self.path)
            #expect(stranger.status == 303 && stranger.location.hasPrefix("/login"))
            for wrong in ["0", "-1", "last"] {
                let answer = try await auditor.get(Self.path + "?before=\(wrong)")
                #expect(answer.status == 400 && answer.text.contains("is not the number of a version"), "\(wrong)")
            }
        }
    }

    @Test func everyEventStandsOnOnePage() async throws {
        try await World.withPages { world, address in
            let auditor = try await Self.somebody("auditor", address)
            let version = try await world.user("auditor", of: "mini").ok("FORUM mini")["registry_version"]?.integer
            var (told, next) = ([Int64](), String?.some(Self.path))
            while let path = next {
                let page = try await auditor.get(path)
                told += page.text.matches(of: /version ([0-9]+) of the registry/).compactMap { Int64($0.1) }
                next = page.text.firstMatch(of: /href="([^"]*before=[0-9]+)"/).map { String($0.1) }
            }
            #expect(try told == Array((1...(#require(version))).reversed()))
        }
    }

    /// A form of the registry, filled in by whoever may, and what is typed into it.
    struct StaleForm: Sendable, CustomTestStringConvertible {
        let path: String
        let sender: String
        let typed: [(String, String)]

        var testDescription: String { path }
    }

    /// Every page whose form is about what a forum keeps.
    private static let forms: [StaleForm] = [
        StaleForm(
            path: "meetings/new", sender: "host",
            typed: [
                ("id", "M-9"), ("kind", "som"), ("name", "TRIAL typed"), ("starts", "2025-03-01"),
                ("ends", "2025-03-02"),
            ]),
        StaleForm(
            path: "meetings/M-1/held", sender: "host", typed: [("starts", "2025-02-01"), ("ends", "2025-02-01")]),
        StaleForm(
            path: "contacts/new", sender: "cp-FR",
            typed: [
                ("subject", "sector"), ("about", "floods"), ("partner", "FR"), ("name", "TRIAL typed"),
                ("from", "2025-01-01"),
            ]),
        StaleForm(path: "contacts/circulate", sender: "board", typed: []),
        StaleForm(path: "contacts/1/end", sender: "cp-FR", typed: [("until", "2025-02-01")]),
        StaleForm(
            path: "accounts/new", sender: "admin",
            typed: [("account", "typed"), ("name", "TRIAL typed"), ("office", "auditor"), ("role", "auditor")]),
        StaleForm(path: "accounts/cp-FR/appoint", sender: "admin", typed: [("role", "auditor")]),
        StaleForm(path: "accounts/cp-FR/end", sender: "admin", typed: [("number", "1")]),
        StaleForm(path: "accounts/cp-FR/token", sender: "admin", typed: []),
        StaleForm(path: "accounts/cp-FR/revoke", sender: "admin", typed: []),
        StaleForm(
            path: "group/EEAS/list?year=YEAR", sender: "rc-EEAS",
            typed: [("year", "YEAR"), ("step", "draw"), ("refs", "REF")]),
    ]

    @Test(arguments: forms) func aStaleFormSaysWhatChanged(_ form: StaleForm) async throws {
        try await World.withPages { world, address in
            try await world.setViews(of: "mini")
            let admin = try await world.user("admin", of: "mini")
            let host = try await world.user("host", of: "mini")
            func schedule(_ id: String, _ name: String) async throws {
                let meeting: JSONObject = [
                    "kind": "som", "name": .string(name), "starts": "2025-02-01",
                    "ends": "2025-02-01",
                ]
                try await host.ok("MEETING mini \(id)", meeting)
            }
            try await schedule("M-1", "TRIAL first")
            let ref = try await world.circulated(of: "mini")
            let starts = try #require(try await admin.ok("SHOW \(ref)")["fields"]?["starts"]?.string)
            func filled(_ text: String) -> String {
                text.replacing("REF", with: ref).replacing("YEAR", with: starts.prefix(4))
            }
            let typed = form.typed.map { ($0.0, filled($0.1)) }
            try await world.user("cp-FR", of: "mini").ok(
                "CONTACT mini",
                [
                    "subject": "sector", "about": "roads", "partner": "FR", "name": "TRIAL Ann", "from": "2025-01-01",
                ])
            let browser = try await Self.somebody(form.sender, address)
            let path = filled("/f/mini/\(form.path)")
            let page = try await browser.get(path)
            #expect(page.status == 200, "\(page.text)")
            try await schedule("M-2", "TRIAL meanwhile")
            try await admin.ok("ACCOUNT mini", ["account": "newcomer", "appointments": [["role": "auditor"]]])
            let before = try await world.length("mini")
            let stale = try await browser.send(page, to: String(path.prefix { $0 != "?" }), typed)
            #expect(stale.status == 409 && stale.text.contains("It changed while you were writing"), "\(stale.text)")
            #expect(stale.text.contains("Meeting scheduled: TRIAL meanwhile"), "\(stale.text)")
            #expect(
                stale.text.contains("Account opened: mini/newcomer") == (form.sender == "admin"),
                "accounts are for those who keep them")
            #expect(typed.allSatisfy { $0.1 != "TRIAL typed" } || stale.text.contains("TRIAL typed"))
            #expect(try await world.length("mini") == before)
        }
    }
}
