package import CanonicalJSON
package import LineProtocol

/// How a request ended: the object of its OK, or the failure of its ERR.
package typealias Outcome = Result<JSONObject?, Failure>

/// What stands behind the sessions: it checks tokens, and answers strangers.
package protocol SessionHandler: Sendable {
    /// Checks the token of an AUTH request. Cancelled when the connection ends.
    func authenticate(_ request: Request) async -> Result<Login, Failure>
    /// Takes the requests of those who have not logged in; only verbs that are public come to it.
    var strangers: any SessionBusiness { get }
}

extension SessionHandler {
    /// Nothing is public unless the handler says so.
    package var strangers: any SessionBusiness { NothingPublic() }
}

private struct NothingPublic: SessionBusiness {
    func accept(_ request: Request) async -> Operation {
        .ended(.failure(Failure(.notLoggedIn, "\(request.verb) needs a login")))
    }
}

/// What an accepted token gives.
package struct Login: Sendable {
    /// The object of AUTH's OK; the session adds the limits.
    package let answer: JSONObject
    /// Takes the requests of this caller.
    package let business: any SessionBusiness

    package init(answer: JSONObject, business: any SessionBusiness) {
        self.answer = answer
        self.business = business
    }
}

/// Takes the requests of one caller in the order in which they were read.
package protocol SessionBusiness: Sendable {
    /// Puts a request into its queue and answers what to wait for. The session calls it for one request after the
    /// other and reads no further before it returns, so it must not wait for the request's end.
    func accept(_ request: Request) async -> Operation
}

/// A request that was accepted; run once, in a task of its own.
///
/// A cancelled operation ends soon, with any outcome; of a write, what was accepted is done all the same.
package struct Operation: Sendable {
    let run: @Sendable (ReplyWriter) async -> Outcome

    /// Rows and events go to the writer, the end is what `run` answers.
    package init(_ run: @escaping @Sendable (ReplyWriter) async -> Outcome) {
        self.run = run
    }

    /// An end that is known already.
    package static func ended(_ outcome: Outcome) -> Operation { Operation { _ in outcome } }
}
