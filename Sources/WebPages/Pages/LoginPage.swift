/// The page on which somebody logs in.
package enum LoginPage {
    /// - Parameters:
    ///   - formToken: what the form carries, as the cookie beside it does.
    ///   - to: the page that was asked for.
    ///   - fault: why the last attempt was refused.
    ///   - providers: where one logs in instead: what the button says, and where it leads.
    package static func page(
        formToken: String, to: String, fault: String? = nil, advice: String? = nil,
        providers: [(label: String, address: String)] = []
    ) -> WebPage {
        WebPage(
            tr("Log in"), "login",
            Content(
                action: PageAddress.login, loginToken: formToken, to: to, fault: fault,
                advice: advice,
                providers: providers.map { Link(tr("Log in with \($0.label)"), $0.address) }))
    }

    private struct Content: PageContent {
        let action: String
        let loginToken: String
        let to: String
        let fault: String?
        let advice: String?
        let providers: [Link]
    }
}
