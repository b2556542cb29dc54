/// Why a line is not a request.
package enum RequestFault: Error, Hashable, Sendable {
    /// The framing is broken: say BYE and close, for nobody knows where the next message starts.
    case frame(Failure)
    /// The line is understood as far as its tag, and its verb if there is one: answer ERR and go on.
    case request(RequestTag, Verb?, Failure)
}
