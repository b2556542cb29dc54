import CanonicalJSON
import Postgres
import PostgresStore
import TestIdentity
import TestSupport
import Testing

/// Logging in at an identity provider, as a browser does it.
@Suite(.timeLimit(.minutes(60))) struct ProviderLoginTests {
    @Test func whoIsLinkedLogsIn() async throws {
        try await ProviderScene.with { scene in
            let browser = Browser(scene.address)
            // Nobody is linked yet: the page tells what an administrator needs.
            let unknown = try await scene.login(browser)
            #expect(unknown.status == 403 && unknown.text.contains("Not linked yet"))
            #expect(unknown.text.contains("248289761001") && unknown.text.contains(scene.provider.issuer))
            #expect(browser.cookies["chancery"] == nil && browser.cookies["chancery-oidc"] == nil)

            try await scene.link()
            let asked = try await scene.begin(browser, to: "/f/asem/proposals")
            let cookie = try #require(browser.cookies["chancery-oidc"])
            for part in ["response_type=code", "code_challenge_method=S256", "scope=openid", "client_id=chancery"] {
                #expect(asked.contains(part))
            }
            #expect(!asked.contains(cookie), "what the cookie holds goes nowhere")
            let back = try await browser.get(try await scene.authorize(asked))
            #expect(back.status == 303 && back.location == "/f/asem/proposals")
            let marks = try #require(back.headers.first { $0.value.hasPrefix("chancery=") }?.value)
            #expect(marks.contains("HttpOnly") && marks.contains("SameSite=Lax"))
            let inbox = try await browser.get("/inbox")
            #expect(inbox.status == 200 && inbox.text.contains("Contact point of FR"))
            // The cookie of the login is gone on both sides.
            #expect(browser.cookies["chancery-oidc"] == nil)
            let connection = try await scene.world.database.connect(role: .owner)
            let left: Int64 = try await connection.query("SELECT count(*) FROM login_attempt").value()
            #expect(left == 0)
        }
    }

    /// The link, the appointment: whichever ends, the next click is refused.
    @Test(arguments: [true, false]) func whatEndsASession(_ endsLink: Bool) async throws {
        try await ProviderScene.with { scene in
            let browser = Browser(scene.address)
            let id = try await scene.link()
            _ = try await scene.login(browser)
            #expect(try await browser.get("/inbox").status == 200)
            let admin = try await scene.world.root()
            if endsLink {
                try await admin.ok("IDENTITY \(ProviderScene.account)", ["end": .string(id)])
            } else {
                try await admin.ok("APPOINT asem \(ProviderScene.account)", ["end": 1])
            }
            let ended = try await browser.get("/inbox")
            #expect(ended.status == 401 && ended.text.contains("Your session ended"))
            #expect(try await browser.get("/inbox").status == 303)
            // A login by a token to the same account is another session.
            #expect(try await scene.login(browser).status == 403)
        }
    }

    @Test func whoHasSeveralAccountsChooses() async throws {
        try await ProviderScene.with { scene in
            for account in [ProviderScene.account, "asem/cp-DE"] { try await scene.link(account) }
            let browser = Browser(scene.address)
            let choice = try await scene.login(browser)
            #expect(choice.status == 200 && choice.text.contains("Which account?"))
            #expect(choice.text.contains("asem/cp-DE") && choice.text.contains("asem/cp-FR"))
            let other = try await browser.send(choice, to: "/login/oidc", [("account", "asem/cp-JP")], named: ["form"])
            #expect(other.status == 403 && browser.cookies["chancery"] == nil)
            let again = try await scene.login(browser)
            let chosen = try await browser.send(again, to: "/login/oidc", [("account", "asem/cp-DE")], named: ["form"])
            #expect(chosen.status == 303)
            #expect(try await browser.get("/inbox").text.contains("Contact point of DE"))
            // A form without its cookie, and one that was sent already.
            let thief = Browser(scene.address)
            #expect(
                try await thief.send(again, to: "/login/oidc", [("account", "asem/cp-FR")], named: ["form"]).status
                    == 403)
        }
    }

    /// Whoever holds a token links the own account: through the provider once, then by a form that says who it is.
    @Test func theHolderLinksTheOwnAccount() async throws {
        try await ProviderScene.with { scene in
            let browser = Browser(scene.address)
            try await browser.login(ProviderScene.account)
            let list = try await browser.get("/account/logins")
            #expect(list.status == 200 && list.text.contains("Link A ministry"))
            let begun = try await browser.fill("/account/logins/link/test", [], named: ["form", "key"])
            #expect(begun.status == 200)
            let way = try #require(begun.text.firstMatch(of: /href="(http:[^"]*authorize[^"]*)"/)?.output.1)
            let asked = way.replacing("&amp;", with: "&").replacing("&#38;", with: "&")
            let back = try await scene.authorize(String(asked))
            // In another browser, even one of another account, it links nothing.
            let other = Browser(scene.address)
            try await other.login("asem/cp-DE")
            #expect(try await other.get(back).status == 403)
            let confirm = try await browser.get(back)
            #expect(confirm.status == 200 && confirm.text.contains("248289761001"))
            let length = try await scene.world.length("asem")
            let done = try await browser.send(confirm, to: "/account/logins/confirm", [], named: ["form", "key"])
            #expect(done.status == 303 && done.location.hasPrefix("/account/logins"))
            #expect(try await scene.world.length("asem") == length + 1)
            #expect(
                try await browser.send(confirm, to: "/account/logins/confirm", [], named: ["form", "key"]).status == 403
            )
            #expect(try await scene.world.length("asem") == length + 1)

            let fresh = Browser(scene.address)
            #expect(try await scene.login(fresh).status == 303)
            #expect(try await fresh.get("/inbox").text.contains("Contact point of FR"))
            // And ends it, with its sessions.
            let shown = try await browser.get("/account/logins")
            let end = try #require(shown.text.firstMatch(of: /href="(\/account\/logins\/end\/id-[0-9a-f]+)"/)?.output.1)
            #expect(try await browser.fill(String(end), [], named: ["form", "key"]).status == 303)
            #expect(try await fresh.get("/inbox").status == 401)
            #expect(try await browser.get("/inbox").status == 200, "the session by the token goes on")
        }
    }

    @Test func anAdministratorLinksOnAPage() async throws {
        try await ProviderScene.with { scene in
            let admin = Browser(scene.address)
            try await admin.login("asem/admin")
            let accounts = try await admin.get("/f/asem/accounts")
            #expect(accounts.text.contains("/f/asem/accounts/cp-FR/logins"))
            let path = "/f/asem/accounts/cp-FR/logins"
            let made = try await admin.fill(
                path + "/new", [("issuer", scene.provider.issuer), ("subject", "248289761001")], named: ["form", "key"])
            #expect(made.status == 303)
            #expect(try await admin.get(path).text.contains("248289761001"))
            let browser = Browser(scene.address)
            #expect(try await scene.login(browser).status == 303)
            // What is wrong comes back with what was typed.
            let wrong = try await admin.fill(
                path + "/new", [("issuer", scene.provider.issuer), ("subject", "a\u{202E}b")], named: ["form", "key"])
            #expect(wrong.status == 409 && wrong.text.contains("subject"))
            // Nobody else may, or may look.
            let other = Browser(scene.address)
            try await other.login("asem/cp-DE")
            #expect(try await other.get(path).status == 403)
            let refused = try await other.fill(
                path + "/new", [("issuer", scene.provider.issuer), ("subject", "1")], named: ["form", "key"])
            #expect(refused.status == 409 || refused.status == 403)
        }
    }

    /// A linked login and a token open the same account, and the act is the account's.
    @Test func itsActsAreTheAccounts() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let ref = try await scene.world.circulated()
            let browser = Browser(scene.address)
            _ = try await scene.login(browser)
            let noted = try await browser.fill("/p/\(ref)/note", [("text", "From a linked login.")])
            #expect(noted.status == 303)
            let history = try await scene.world.root().rows("HISTORY \(ref)")
            #expect(history.last?["actor"]?["account"] == .string(ProviderScene.account))
        }
    }
}
