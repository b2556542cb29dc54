/// The page on which somebody chooses one of several accounts that are linked to a login.
package enum ChoicePage {
    /// - Parameters:
    ///   - formToken: what the form carries, as the cookie beside it does.
    ///   - provider: who vouched for the person.
    package static func page(formToken: String, provider: String, accounts: [String]) -> WebPage {
        WebPage(
            tr("Which account?"), "choose",
            Content(
                action: PageAddress.choice, loginToken: formToken,
                lead: tr("More than one account is linked to your login at \(provider)."),
                accounts: accounts.map { PageText.line($0) }))
    }

    private struct Content: PageContent {
        let action: String
        let loginToken: String
        let lead: String
        let accounts: [String]
    }
}
