import Testing

/// The page of an account: its open sessions, and who ends them.
@Suite(.timeLimit(.minutes(60))) struct PageAccountTests {
    private static func somebody(_ account: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login(account)
        return browser
    }

    /// The addresses at which sessions can be ended.
    private static func ends(_ page: Browser.Answer) -> [String] {
        page.text.matches(of: /href="([^"]*\/sessions\/end\/[0-9a-f]{16})"/).map { String($0.output.1) }
    }

    @Test func theHolderEndsTheOwnSessions() async throws {
        try await World.withPages { world, address in
            #expect(try await Browser(address).get("/account").status == 303, "a stranger logs in first")
            let here = try await Self.somebody("asem/cp-FR", address)
            let inbox = try await here.get("/inbox")
            #expect(inbox.text.contains("<a href=\"/account\""))
            let alone = try await here.get("/account")
            #expect(alone.status == 200 && alone.text.contains("Token (this browser)") && Self.ends(alone).isEmpty)
            #expect(alone.text.contains("Contact point of FR") && alone.text.contains("href=\"/account/logins\""))
            #expect(!alone.text.contains("/sessions/others") && alone.text.contains("aria-current=\"page\""))

            let (there, third) = (
                try await Self.somebody("asem/cp-FR", address), try await Self.somebody("asem/cp-FR", address)
            )
            let other = try await Self.somebody("asem/cp-DE", address)
            let page = try await here.get("/account")
            #expect(Self.ends(page).count == 2 && page.text.contains("/account/sessions/others"))
            // Nothing on it opens a session.
            for browser in [here, there, third] {
                let cookie = try #require(browser.cookies["chancery"])
                #expect(!page.text.contains(cookie))
            }
            let length = try await world.length("asem")
            let path = try #require(Self.ends(page).first)
            let form = try await here.get(path)
            #expect(form.status == 200 && form.text.contains("logged out at the next click"))
            let foreign = try #require(try await other.get("/account").hidden("form"))
            #expect(try await here.post(path, [("form", foreign), ("key", "k")]).status == 403)
            #expect(try await here.post(path, form.carried, origin: "https://evil.example").status == 403)
            #expect(Self.ends(try await here.get("/account")).count == 2, "nothing ended")
            // Who is somebody else ends nothing by the same address.
            #expect(try await other.fill("/account/sessions/others", [], named: ["form", "key"]).status == 303)
            #expect(Self.ends(try await here.get("/account")).count == 2)

            let done = try await here.send(form, to: path, [], named: ["form", "key"])
            #expect(done.status == 303 && done.location == "/account?done=sessionEnded")
            let again = try await here.send(form, to: path, [], named: ["form", "key"])
            #expect(again.location == "/account?done=nothing")
            #expect(try await here.get(path).location == "/account", "it is not there any more")
            let clicks = [try await there.get("/inbox").status, try await third.get("/inbox").status]
            #expect(clicks.sorted() == [200, 303], "one of them is logged out")
            let all = try await here.fill("/account/sessions/others", [], named: ["form", "key"])
            #expect(all.location == "/account?done=sessionEnded")
            for browser in [there, third] { #expect(try await browser.get("/inbox").status == 303) }
            #expect(try await here.get("/account").status == 200)
            #expect(try await other.get("/inbox").status == 200)
            #expect(try await world.length("asem") == length, "sessions are no part of the record")
        }
    }

    @Test func whoKeepsAccountsEndsThoseOfOthers() async throws {
        try await World.withPages { _, address in
            let holder = try await Self.somebody("asem/cp-FR", address)
            let admin = try await Self.somebody("asem/admin", address)
            let path = "/f/asem/accounts/cp-FR/sessions"
            #expect(try await admin.get("/f/asem/accounts").text.contains("href=\"\(path)\""))
            let page = try await admin.get(path)
            #expect(page.status == 200 && page.text.contains("Sessions of asem/cp-FR") && Self.ends(page).count == 1)
            for account in ["asem/cp-DE", "asem/auditor"] {
                let other = try await Self.somebody(account, address)
                #expect(try await other.get(path).status == 403)
                let token = try #require(try await other.get("/account").hidden("form"))
                #expect(try await other.post(path + "/others", [("form", token), ("key", "k")]).status == 403)
            }
            #expect(try await holder.get("/inbox").status == 200)
            #expect(try await admin.get("/f/asem/accounts/nobody/sessions").status == 404)
            let done = try await admin.fill(path + "/others", [], named: ["form", "key"])
            #expect(done.location == path + "?done=sessionEnded")
            #expect(try await holder.get("/inbox").status == 303)
            #expect(try await admin.get("/inbox").status == 200)
            #expect(try await admin.get(path).text.contains("Nobody is logged in with a browser."))
        }
    }
}
