import LineProtocol

/// What stands at an address: how it is shown, and what its form does.
protocol Page: Sendable {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer
    /// Takes what was sent with the page's form.
    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer
}

extension Page {
    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        throw .failure(Failure(.unsupported, "this page takes no form"))
    }
}

/// How a visit ends where the page that was asked for is not shown.
enum PageEnd: Error {
    /// The reason, which becomes a page of its own.
    case failure(Failure)
    /// The same, of what pages alone refuse, in words of the page.
    case told(ErrorCode, String, advice: String?)
    /// Another page, to be asked for.
    case redirect(String)
    /// The page as it is answered at once.
    case answer(PageAnswer)
    /// The page on which somebody logs in, who then comes back here.
    case login
    /// The session ended: why, in words.
    case sessionEnded(Failure)
}
