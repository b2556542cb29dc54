import CanonicalJSON
import CivilTime
import TestTime
import Testing

/// A proposal from its draft to its report, and the offices around it, by pages alone.
@Suite struct PageJourneyTests {

    /// Somebody who is logged in.
    private static func somebody(_ slug: String, _ address: String, of forum: String = "mini") async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("\(forum)/\(slug)")
        return browser
    }

    /// Sends the form of an act, which must be done.
    private static func act(
        _ who: Browser, _ ref: String, _ act: String, _ fields: [(String, String)] = []
    ) async throws {
        let done = try await who.fill("/p/\(ref)/act/\(act)", fields)
        if done.status != 303 { throw Unexpected("\(act): \(done.status) \(done.text)") }
    }

    @Test func fromDraftToReport() async throws {
        try await World.withPages { world, address in
            let ref = try await world.draft("A first activity", organisers: ["FR", "JP"], of: "mini")
            let proposer = try await Self.somebody("pr-FR", address)
            try await Self.act(
                proposer, ref, "circulate", [("f.track", "work-programme"), ("f.closes", "2035-06-30T12:00")])
            for partner in ["DE", "FR", "JP", "TH"] {
                let speaker = try await Self.somebody("cp-\(partner)", address)
                let inbox = try await speaker.get("/inbox")
                #expect(inbox.text.contains("/p/\(ref)/position?partner=\(partner)"))
                let path = "/p/\(ref)/position"
                let page = try await speaker.fill(path, [("stance", "support"), ("step", "confirm")])
                let done = try await speaker.send(page, to: path, [("stance", "support"), ("step", "record")])
                #expect(done.location == "/p/\(ref)?done=position")
                #expect(try await !speaker.get("/inbox").text.contains("/p/\(ref)/position"))
            }
            try await Self.act(try await Self.somebody("rc-ASEAN", address), ref, "confirm")

            // The host enters the meeting and that it is held; the leader decides from its agenda.
            let host = try await Self.somebody("host", address)
            let today = try await world.today()
            let days = [("starts", today.adding(days: -1).description), ("ends", today.description)]
            #expect(
                try await host.fill(
                    "/f/mini/meetings/new", [("id", "SOM-1"), ("kind", "som"), ("name", "A SOM")] + days
                ).status == 303)
            #expect(try await host.fill("/f/mini/meetings/SOM-1/held", days).status == 303)
            let leader = try await Self.somebody("som-TH", address)
            let agenda = try await leader.get("/f/mini/meetings/SOM-1")
            let bless = "/p/\(ref)/act/bless?meeting=SOM-1"
            #expect(agenda.text.contains(bless) && agenda.text.contains("/p/\(ref)/act/defer?meeting=SOM-1"))
            #expect(try await !proposer.get("/f/mini/meetings/SOM-1").text.contains(bless))
            let form = try await leader.get(bless).text
            #expect(form.contains("value=\"SOM-1\" checked") || form.contains("value=\"SOM-1\" selected"))
            try await Self.act(leader, ref, "bless", [("f.meeting", "SOM-1")])

            let board = try await Self.somebody("board", address)
            try await Self.act(
                board, ref, "published",
                [("f.url", "https://example.org/a"), ("f.fields", "title"), ("f.fields", "location")])
            // A stranger reads what was published, and nothing else.
            let stranger = Browser(address)
            let published = try await stranger.get("/p/\(ref)")
            #expect(published.status == 200 && published.text.contains("A first activity"))
            #expect(!published.text.contains("Objective") && !published.text.contains("Support"))
            #expect(try await stranger.get("/p/\(ref)/history").status == 303)

            let held = today.adding(days: -1).description
            try await Self.act(
                proposer, ref, "implemented", [("f.status", "held"), ("f.starts", held), ("f.ends", held)])
            try await Self.act(
                proposer, ref, "report",
                [
                    ("f.outcomes", "What came of it"), ("f.partners_participating", "4"), ("f.meeting", "SOM-1"),
                    ("f.channel", "direct"),
                ])
            let page = try await proposer.get("/p/\(ref)")
            #expect(page.text.contains("class=\"here\" aria-current=\"step\"") && page.text.contains(">Reported<"))
            for part in ["history", "print", "diff/1..1"] { _ = try await proposer.get("/p/\(ref)/\(part)") }
            #expect(try await proposer.get("/p/\(ref)/history").text.contains("4 partners: support"))
            let past = try await proposer.get("/p/\(ref)@1")
            #expect(past.text.contains("as it was at version 1"))
            #expect(past.text.contains("<form class=\"time\"") && past.text.contains("value=\"1\" required"))
            #expect(try await proposer.get("/p/\(ref)/at?version=2").location == "/p/\(ref)@2")
            for version in ["", "?version=0", "?version=-1", "?version=x", "?version=99999999999999999999"] {
                #expect(try await proposer.get("/p/\(ref)/at\(version)").status == 400)
            }
            #expect(try await proposer.get("/p/\(ref)@999").status == 404)
            let auditor = try await Self.somebody("auditor", address)
            let run = try await auditor.get("/f/mini/audit?run=new").location
            try await waitUntil { try await !auditor.get(run).text.contains("id=\"again\"") }
            #expect(try await auditor.get(run).text.contains("The record is sound"))
        }
    }

    @Test func accountsAreKeptByTheirKeeperAlone() async throws {
        try await World.withPages { _, address in
            let keeper = try await Self.somebody("admin", address)
            let form = "/f/mini/accounts/new"
            #expect(
                try await keeper.fill(
                    form,
                    [("account", "newcomer"), ("name", "Somebody new"), ("role", "contact-point"), ("partner", "DE")]
                ).location == "/f/mini/accounts?done=recorded")
            #expect(try await keeper.get("/f/mini/accounts").text.contains("Somebody new"))
            let path = "/f/mini/accounts/newcomer/token"
            let page = try await keeper.get(path)
            let shown = try await keeper.send(page, to: path, [])
            let token = try #require(shown.text.firstMatch(of: /chy_[0-9a-f]{64}/)).output
            #expect(shown["cache-control"] == "no-store")
            let again = try await keeper.send(page, to: path, [])
            #expect(!again.text.contains(token), "a token is shown once")
            let newcomer = Browser(address)
            #expect(try await newcomer.fill("/login", [("token", String(token))], named: ["form", "to"]).status == 303)
            #expect(try await newcomer.get("/inbox").status == 200)
            #expect(try await newcomer.get("/f/mini/accounts").status == 403)
            #expect(try await newcomer.fill(form, [("account", "other"), ("role", "admin")]).status == 409)
            #expect(try await keeper.fill("/f/mini/accounts/newcomer/revoke", []).status == 303)
            #expect(try await newcomer.get("/inbox").status == 401)
            #expect(try await Browser(address).get("/f/mini/accounts").status == 303)
        }
    }

    @Test func aCoordinatorSeesWhoIsNotHeard() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            try await world.user("cp-KH").ok("POSITION \(ref) support")
            let page = try await Self.somebody("rc-ASEAN", address, of: "asem").get("/f/asem/group/ASEAN")
            #expect(page.status == 200 && page.text.contains("Viet Nam") && page.text.contains("/p/\(ref)#positions"))
            let row = try #require(page.text.firstMatch(of: /<td><bdi>([^<]*Indonesia[^<]*)<\/bdi><\/td>/)).output.1
            #expect(!row.contains("Cambodia") && !row.contains("Germany"))
            #expect(try await Self.somebody("cp-FR", address, of: "asem").get("/f/asem/group/none").status == 404)
        }
    }

    @Test func listsKeepTheirFiltersInTheAddress() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated("Rivers and lakes")
            let browser = try await Self.somebody("cp-JP", address, of: "asem")
            for query in ["", "?state=circulated", "?text=lak", "?partner=DE&track=work-programme", "?origin=all"] {
                #expect(try await browser.get("/f/asem/proposals\(query)").text.contains("/p/\(ref)\""), "\(query)")
            }
            for query in ["?state=drafted", "?text=mountains", "?origin=archive"] {
                #expect(try await !browser.get("/f/asem/proposals\(query)").text.contains("/p/\(ref)\""), "\(query)")
            }
            #expect(try await browser.get("/f/none/proposals").status == 404)
            #expect(try await browser.get("/f/asem/proposals?after=%zz").status == 404)
        }
    }
}
