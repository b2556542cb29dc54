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
            let unsaid = try await keeper.send(form, to: path, [("reason", "")])
            #expect(unsaid.status != 303)
            let done = try await keeper.send(unsaid, to: path, [("reason", "asked for"), ("rule", "GDPR 17")])
            #expect(done.location == path + "?done=recorded", "\(done.text)")
            let gone = try await keeper.get(path)
            #expect(gone.text.contains("Nothing is kept") && !gone.text.contains("TRIAL Ann"))
            let list = try await own.get("/f/mini/contacts")
            #expect(!list.text.contains("TRIAL Ann") && !list.text.contains("ann@example.org"))
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
            auditor.languages = "fr"
            #expect(try await auditor.get("/f/mini/audit").text.contains("Actes refusés"))
            let point = try await Self.somebody("mini/cp-FR", address)
            #expect(try await !point.get("/f/mini/audit").text.contains("Refused acts"))
        }
    }
}
