package import LineProtocol

/// The way in to the service, whatever door a request came through: it checks tokens, and answers strangers.
package protocol RequestGateway: Sendable {
    /// Checks the token of an AUTH request, or what its connection shows instead. Cancelled when the connection ends.
    func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure>
    /// The sessions of browsers; nil where it knows none.
    var browsers: (any BrowserGateway)? { get }
    /// The logs of public records; nil where it has none.
    var logs: (any LogGateway)? { get }
    /// Takes the requests of those at an address who have not logged in; only verbs that are public come to it.
    func strangers(at address: String?) -> any RequestHandler
}

extension RequestGateway {
    package var browsers: (any BrowserGateway)? { nil }
    package var logs: (any LogGateway)? { nil }

    /// Nothing is public unless the gateway says so.
    package func strangers(at address: String?) -> any RequestHandler { NothingPublic() }
}

private struct NothingPublic: RequestHandler {
    func accept(_ request: Request) async -> Operation {
        .ended(.failure(Failure(.notLoggedIn, "\(request.verb) needs a login")))
    }
}
