import CanonicalJSON
import TestIdentity
import Testing

/// What is refused on the way through an identity provider, in the language of whoever logs in.
@Suite(.timeLimit(.minutes(60))) struct ProviderLanguageTests {
    private static func browser(_ scene: ProviderScene) -> Browser {
        let browser = Browser(scene.address)
        browser.languages = "fr"
        return browser
    }

    @Test func whatNeverBeganIsRefusedInFrench() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let browser = Self.browser(scene)
            let back = try await browser.get("/login/oidc/test/callback?code=x&state=y")
            #expect(back.status == 403 && back.text.contains("Ce n’est pas la réponse à une connexion"))
            #expect(back.text.contains("Recommencez depuis la page de connexion."))
            #expect(!back.text.contains("<bdi lang=\"en\""), "\(back.text)")
            try await browser.login(ProviderScene.account)
            let link = try await browser.send(
                try await browser.get("/account/logins/link/test"), to: "/account/logins/confirm", [])
            #expect(link.status == 403 && link.text.contains("Ce lien n’est plus attendu."), "\(link.text)")
        }
    }

    @Test func aTokenThatDoesNotHoldIsRefusedInFrench() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            scene.provider.change { $0.claims = { $0["aud"] = "another" } }
            let browser = Self.browser(scene)
            let begun = try await browser.get("/login/oidc/test?to=/inbox")
            let page = try await browser.get(try await scene.authorize(begun.location))
            #expect(page.status == 403 && page.text.contains("Le jeton du fournisseur a été refusé"))
            #expect(page.text.contains("<bdi lang=\"en\" dir=\"ltr\">it is for another client</bdi>"), "\(page.text)")
            #expect(page.text.contains("Recommencez\u{A0}; si cela se reproduit"))
        }
    }
}
