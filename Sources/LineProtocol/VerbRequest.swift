/// A request of one verb, with the members that it takes. Each verb is a type in a file of its own, which holds all that the protocol knows
/// of it: its name, its arguments, who may send it, and how its members stand in a line. ``Verbs`` lists them.
package protocol VerbRequest: RequestPart {
    /// The word of the line.
    static var name: String { get }
    /// The arguments, the options and the object, for the parser and for docs/protocol.md.
    static var shape: VerbShape { get }
    /// Who is answered.
    static var admission: Admission { get }
    /// The request that shows whether a write was written, for whoever must look.
    static func placeToLook(_ request: Request) -> String
}

/// Who may send a verb. What a caller may see and do is the service's to say.
package enum Admission: Sendable, Hashable {
    /// Every connection: it concerns the connection alone.
    case anyConnection
    /// Strangers too, before a login.
    case strangers
    /// Whoever has logged in.
    case callers
}

extension VerbRequest {
    package static var admission: Admission { .callers }

    package static func placeToLook(_ request: Request) -> String {
        if let ref = request.argument("ref") { return "HISTORY \(ref)" }
        return "the views that VIEW \(request.forum) lists"
    }

    /// Reads the members of a request of this verb, and refuses what is of the wrong kind or left over.
    package init(_ request: Request) throws(Failure) {
        self.init()
        var coder = RequestCoder(reading: request)
        try members(&coder)
        try coder.done()
    }

    /// The line's words, for a client; its tag is the client's matter.
    package func request(key: String? = nil, if version: Int64? = nil) throws(Failure) -> Request {
        var coder = RequestCoder(writing: Verb(Self.self))
        var written = self
        try written.members(&coder)
        var request = coder.written
        request.key = key
        request.expectedVersion = version
        return request
    }
}

extension Request {
    /// The forum that a request of a registry is about: named by itself, or by the account's id.
    var forum: String {
        argument("forum") ?? argument("account").map { String($0.prefix { $0 != "/" }) } ?? ""
    }
}
