/// Addresses of the HTTP server that are answered in one way: the API for programs, the pages for people. Each says its errors in its own form.
protocol RouteGroup: Sendable {
    /// Whether it answers an address (the path, as it was sent). The first group that does is asked, whatever the method.
    func holds(_ path: Substring) -> Bool
    /// Answers a request to one of its addresses. What it throws ends the connection.
    func respond(to request: WebRequest, _ context: WebContext) async throws -> WebResponse
    /// The answer to a request that cannot be served as it came, such as one that is too long.
    func refusal(_ fault: WebFault, to request: WebRequest, _ context: WebContext) -> WebResponse
}
