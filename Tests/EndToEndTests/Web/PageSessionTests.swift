import CanonicalJSON
import Postgres
import PostgresStore
import TestSupport
import Testing

/// Who is let in by a page, for how long, and what a form of another page can do: nothing.
@Suite struct PageSessionTests {
    @Test func aLoginLastsUntilTheLogout() async throws {
        try await World.withPages { _, address in
            let browser = Browser(address)
            let asked = try await browser.get("/inbox")
            #expect(asked.status == 303 && asked.location == "/login?to=%2Finbox")
            #expect(try await browser.fill("/login", [("token", "chy_nothing")], named: ["form", "to"]).status == 403)
            try await browser.login("asem/cp-FR")
            let cookie = try #require(browser.cookies["chancery"])
            let inbox = try await browser.get("/inbox")
            #expect(inbox.status == 200 && inbox.text.contains("Contact point of FR"))
            #expect(inbox["cache-control"] == "no-store")
            let policy = try #require(inbox["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))

            let left = try await browser.post("/logout", [("form", inbox.hidden("form") ?? "")])
            #expect(left.status == 303 && browser.cookies["chancery"] == nil)
            browser.cookies["chancery"] = cookie
            #expect(
                try await browser.get("/inbox").status == 303, "a cookie that was kept after the logout opens nothing")
        }
    }

    @Test func theCookieIsKeptFromScriptsAndOtherSites() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            let answer = try await browser.fill(
                "/login", [("token", try Seed.token("asem/cp-FR"))], named: ["form", "to"])
            let cookie = try #require(
                answer.headers.first { $0.name == "set-cookie" && $0.value.hasPrefix("chancery=") })
            for mark in ["Path=/", "HttpOnly", "SameSite=Lax"] { #expect(cookie.value.contains(mark)) }
            // What stands in the database opens nothing by itself.
            let secret = try #require(browser.cookies["chancery"])
            let connection = try await world.database.connect()
            let stored: String = try await connection.query("SELECT encode(hash, 'hex') FROM browser_session").value()
            #expect(stored != secret)
            let thief = Browser(address)
            thief.cookies["chancery"] = stored
            #expect(try await thief.get("/inbox").status == 303)
        }
    }

    /// 30 minutes without a click, and 8 hours in all.
    @Test(arguments: [("used_at", "31 minutes"), ("opened_at", "481 minutes")])
    func aSessionEndsByItself(_ column: String, _ age: String) async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("asem/cp-FR")
            #expect(try await browser.get("/inbox").status == 200)
            let connection = try await world.database.connect(role: .owner)
            _ = try await connection.query("UPDATE browser_session SET \(column) = now() - interval '\(age)'")
            #expect(try await browser.get("/inbox").status == 303)
        }
    }

    @Test func aRevokedTokenEndsTheNextClick() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("asem/cp-JP")
            #expect(try await browser.get("/inbox").status == 200)
            try await world.user("admin").ok("REVOKE asem/cp-JP")
            let ended = try await browser.get("/inbox")
            #expect(ended.status == 401 && ended.text.contains("Your session ended"))
            #expect(try await browser.get("/inbox").status == 303)
        }
    }

    @Test func formsOfOthersChangeNothing() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            let (browser, other) = (Browser(address), Browser(address))
            try await browser.login("asem/cp-FR")
            try await other.login("asem/cp-DE")
            let page = try await browser.get("/p/\(ref)/note")
            let foreign = try #require(try await other.get("/p/\(ref)/note").hidden("form"))
            let form = try #require(page.hidden("form"))
            let before = try await world.length("asem")
            func fields(_ form: String?) -> [(String, String)] {
                [("key", "k-1"), ("text", "A note")] + (form.map { [("form", $0)] } ?? [])
            }
            let path = "/p/\(ref)/note"
            #expect(try await browser.post(path, fields(form), origin: "https://evil.example").status == 403)
            #expect(try await browser.post(path, fields(form), origin: "null").status == 403)
            #expect(try await browser.post(path, fields(form), origin: .some(nil)).status == 403)
            #expect(try await browser.post(path, fields(nil)).status == 403)
            #expect(try await browser.post(path, fields(foreign)).status == 403)
            let stranger = Browser(address)
            #expect(try await stranger.post(path, fields(form)).status == 303, "a stranger is asked to log in")
            #expect(try await world.length("asem") == before)
            #expect(try await browser.post(path, fields(form)).status == 303)
            #expect(try await world.length("asem") == before + 1)
        }
    }

    @Test func aDraftOfAnotherPartnerIsNotThere() async throws {
        try await World.withPages { world, address in
            let ref = try await world.draft(organisers: ["FR", "JP"])
            let browser = Browser(address)
            #expect(try await browser.get("/p/\(ref)").status == 404, "a stranger")
            try await browser.login("asem/cp-DE")
            for part in ["", "/history", "/edit", "/print", "/position", "/note", "/act/circulate", "@1", "/diff/1..2"]
            {
                let page = try await browser.get("/p/\(ref)\(part)")
                #expect(page.status == 404 && !page.text.contains("A first activity"), "\(part)")
            }
            let own = Browser(address)
            try await own.login("asem/pr-FR")
            #expect(try await own.get("/p/\(ref)").status == 200)
        }
    }
}
