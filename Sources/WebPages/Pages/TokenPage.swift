import CivilTime
package import LineProtocol

/// A token, shown this once.
package enum TokenPage {
    package static func page(_ written: Verbs.Token.Written, back: String) -> WebPage {
        WebPage(
            tr("Token"), "token",
            Content(
                account: PageText.line(written.account), token: written.token, expires: PageTime(written.expires),
                back: back))
    }

    private struct Content: PageContent {
        let account: String
        let token: String
        let expires: PageTime?
        let back: String
    }
}
