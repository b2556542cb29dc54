package import LineProtocol

/// A page that says one thing: that something is not there, or why something was not done.
package enum MessagePage {
    package static func page(_ title: String, _ text: String, advice: String? = nil, links: [(String, String)] = [])
        -> WebPage
    {
        WebPage(
            title, "message",
            Content(
                heading: PageText.line(title), text: PageText.line(text, atMost: 4000),
                advice: advice.map { PageText.line($0) },
                needs: [], links: links.map { Link($0.0, $0.1) }))
    }

    /// What is said of a request that failed.
    ///
    /// - Parameter title: what the page is called; nil says it by the code.
    package static func page(_ failure: Failure, title: String? = nil, links: [(String, String)] = []) -> WebPage {
        let title = title ?? self.title(failure.code)
        return WebPage(
            title, "message",
            Content(
                heading: title, text: FailureWords.reason(failure), advice: FailureWords.advice(failure),
                needs: failure.unmet.map { Need($0) }, links: links.map { Link($0.0, $0.1) }))
    }

    /// What a page is called that tells a failure of this code.
    package static func title(_ code: ErrorCode?) -> String {
        switch code {
        case .notFound: tr("Not found")
        case .forbidden: tr("Not for you")
        case .refused: tr("Refused")
        case .notLoggedIn: tr("Log in first")
        default: tr("That did not work")
        }
    }

    private struct Content: PageContent {
        let heading: String
        let text: String?
        let advice: String?
        let needs: [Need]
        let links: [Link]
    }
}
