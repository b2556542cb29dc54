/// The page on which somebody logs in.
package enum LoginPage {
    /// - Parameters:
    ///   - formToken: what the form carries, as the cookie beside it does.
    ///   - to: the page that was asked for.
    ///   - fault: why the last attempt was refused.
    package static func page(formToken: String, to: String, fault: String? = nil, advice: String? = nil) -> WebPage {
        WebPage(
            tr("Log in"), "login",
            Content(
                action: PageAddress.login, loginToken: formToken, to: to, fault: fault.map { PageText.message($0) },
                advice: advice.map { PageText.message($0) }))
    }

    private struct Content: Sendable {
        let action: String
        let loginToken: String
        let to: String
        let fault: String?
        let advice: String?
    }
}
