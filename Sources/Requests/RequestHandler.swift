package import LineProtocol

/// How a request ended: the object of its OK, or the failure of its ERR.
package typealias Outcome = Result<AnsweredObject?, Failure>

/// Takes the requests of one caller in the order in which they were read.
package protocol RequestHandler: Sendable {
    /// Puts a request into its queue and answers what to wait for. A door calls it for one request after the other and reads no further
    /// before it returns, so it must not wait for the request's end.
    func accept(_ request: Request) async -> Operation
}

/// What an accepted token gives.
package struct Login: Sendable {
    /// What AUTH is answered; the door adds its limits.
    package let answer: Verbs.Auth.End
    /// Takes the requests of this caller.
    package let handler: any RequestHandler

    package init(answer: Verbs.Auth.End, handler: any RequestHandler) {
        self.answer = answer
        self.handler = handler
    }
}

/// A request that was accepted; run once, in a task of its own.
///
/// A cancelled operation ends soon, with any outcome; of a write, what was accepted is done all the same.
package struct Operation: Sendable {
    package let run: @Sendable (any AnswerWriter) async -> Outcome
    package let haste: Haste

    /// Where it may run.
    package enum Haste: Sendable {
        /// It waits for others and computes little itself: on the thread that reads the connection.
        case brief
        case ordinary
        /// Its account asks for much at once: behind whatever others have to do.
        case patient
    }

    /// Rows and events go to the writer, the end is what `run` answers.
    package init(_ haste: Haste = .ordinary, _ run: @escaping @Sendable (any AnswerWriter) async -> Outcome) {
        self.run = run
        self.haste = haste
    }

    /// An end that is known already.
    package static func ended(_ outcome: Outcome) -> Operation { Operation(.brief) { _ in outcome } }
}
