import CanonicalJSON
import Testing

/// Personal data that is erased by pages alone, and refused acts on the page of who audits.
@Suite(.timeLimit(.minutes(60))) struct PageErasureTests {
    private static func somebody(_ account: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login(account)
        return browser
    }

    @Test func aContactPointIsErased() async throws {
        try await World.withPages { world, address in
            try await world.setViews(of: "mini")
            let own = try await Self.somebody("mini/cp-FR", address)
            let person = [
                ("subject", "sector"), ("about", "floods"), ("partner", "FR"), ("name", "TRIAL Ann"),
                ("address", "ann@example.org"), ("from", "2025-01-01"),
            ]
            #expect(try await own.fill("/f/mini/contacts/new", person).status == 303)
            let path = "/f/mini/contacts/1/erase"
            #expect(try await own.get(path).status == 403)
            let keeper = try await Self.somebody("server/admin", address)
            let form = try await keeper.get(path)
            #expect(form.text.contains("TRIAL Ann") && form.text.contains("ann@example.org"))
            let unchosen = try await keeper.send(form, to: path, [("reason", "asked for")])
            #expect(unchosen.status == 422 && unchosen.text.contains("This is needed"))
            #expect(unchosen.text.contains("TRIAL Ann"), "nothing is erased")
            let all = try #require(form.text.firstMatch(of: /value="([0-9a-f]{64} [0-9a-f]{64})"/)).output.1
            let unsaid = try await keeper.send(unchosen, to: path, [("value", String(all)), ("reason", "")])
            #expect(unsaid.status != 303)
            let whole = [("value", String(all)), ("reason", "asked for"), ("rule", "GDPR 17")]
            let done = try await keeper.send(unsaid, to: path, whole)
            #expect(done.location == path + "?done=recorded", "\(done.text)")
            #expect(try await keeper.send(unsaid, to: path, whole).location == path + "?done=repeated")
            let gone = try await keeper.get(path)
            #expect(gone.text.contains("Nothing is kept") && !gone.text.contains("TRIAL Ann"))
            let list = try await own.get("/f/mini/contacts")
            #expect(!list.text.contains("TRIAL Ann") && !list.text.contains("ann@example.org"))
        }
    }

    /// Where the page's link of these words leads; nil where there is none.
    private static func link(_ words: String, on page: Browser.Answer) throws -> String? {
        let link = try Regex("<a[^>]* href=\"([^\"]*)\"[^>]*>\(words)</a>", as: (Substring, Substring).self)
        return page.text.firstMatch(of: link).map { String($0.output.1) }
    }

    @Test func whoKeepsAccountsIsLedToTheFormsAndBack() async throws {
        try await World.withPages { world, address in
            try await world.setViews(of: "mini")
            let ref = try await world.circulated(of: "mini")
            let own = try await Self.somebody("mini/cp-FR", address)
            let person = [
                ("subject", "sector"), ("about", "floods"), ("partner", "FR"), ("name", "TRIAL Ann"),
                ("from", "2025-01-01"),
            ]
            #expect(try await own.fill("/f/mini/contacts/new", person).status == 303)
            let keeper = try await Self.somebody("server/admin", address)
            let auditor = try await Self.somebody("mini/auditor", address)
            for page in ["/f/mini/contacts", "/f/mini/accounts", "/p/\(ref)"] {
                let path = try #require(try Self.link("Erase personal data", on: try await keeper.get(page)), "\(page)")
                let form = try await keeper.get(path)
                #expect(form.status == 200, "\(path)")
                let back = try #require(
                    try Self.link("Cancel", on: form) ?? Self.link("Back", on: form), "\(form.text)")
                #expect(try await keeper.get(back).status == 200, "\(back)")
                #expect(back == page)
                // Whoever audits is shown what is kept, and no form.
                #expect(try Self.link("Erase personal data", on: try await auditor.get(page)) == nil)
                let list = try await auditor.get(path)
                #expect(list.status == 200 && !list.text.contains("Erase for good"), "\(list.text)")
            }
            let list = try await auditor.get("/f/mini/contacts/1/erase")
            #expect(list.text.contains("TRIAL Ann") && list.text.contains("All that is kept"))
        }
    }

    /// Who keeps the accounts is asked for at each look, not remembered from an earlier one.
    @Test func theLinkFollowsTheForumsRules() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            let officer = try await Self.somebody("mini/board", address)
            #expect(try Self.link("Erase personal data", on: try await officer.get("/p/\(ref)")) == nil)
            let root = try await world.root()
            var settings = try await root.ok("FORUM mini")
            for key in ["forum", "registry_version", "partners", "lifecycles"] { settings[key] = nil }
            settings["account_role"] = "infoboard-officer"
            #expect(try await root.ok("FORUM mini", settings)["events"] == ["forum-changed"])
            #expect(try Self.link("Erase personal data", on: try await officer.get("/p/\(ref)")) != nil)
        }
    }

    @Test func refusedActsStandOnTheAuditorsPage() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            _ = try await world.user("auditor", of: "mini").refused("NOTE \(ref)", ["text": "A secret"])
            let auditor = try await Self.somebody("mini/auditor", address)
            let page = try await auditor.get("/f/mini/audit")
            #expect(page.text.contains("Refused acts") && page.text.contains("FORBIDDEN"))
            #expect(page.text.contains("/p/\(ref)") && !page.text.contains("A secret"))
            #expect(page.text.contains(">NOTE<"))
            // What is wrong with the page's address is said, as anywhere.
            let wrong = try await auditor.get("/f/mini/audit?refusals=first")
            #expect(wrong.status == 422 && wrong.text.contains("is not the"), "\(wrong.text)")
            auditor.languages = "fr"
            #expect(try await auditor.get("/f/mini/audit").text.contains("Actes refusés"))
            let point = try await Self.somebody("mini/cp-FR", address)
            #expect(try await !point.get("/f/mini/audit").text.contains("Refused acts"))
        }
    }
}
