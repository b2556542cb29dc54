import LineProtocol
import WebPages

/// What stands at an address, and how it is shown.
protocol Page: Sendable {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer
}

/// A page with a form.
protocol FormPage: Page {
    /// Takes what was sent with the form.
    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer
}

/// How a visit ends where the page that was asked for is not shown.
enum PageEnd: Error {
    /// The reason, which becomes a page of its own.
    case failure(Failure)
    /// The same, of what pages alone refuse, in words of the page.
    case told(ErrorCode, String, advice: String)
    /// Another page, to be asked for.
    case redirect(String)
    /// The page as it is answered at once.
    case answer(PageAnswer)
    /// The page on which somebody logs in, who then comes back here.
    case login
    /// The session ended: why, in words.
    case sessionEnded(Failure)

    /// Nothing is there that can be seen: what, in words of the page.
    static func missing(_ text: String) -> PageEnd { .told(.notFound, text, advice: tr("Check the address.")) }

    /// A file that was sent could not be read from where it is kept meanwhile.
    static func unreadable(_ error: any Error) -> PageEnd {
        .told(
            .internal, tr("The file could not be read again: \(made: PageText.english("\(error)"))."),
            advice: tr("Send it again."))
    }
}
