extension Verb { package static let auth = Verb(Verbs.Auth.self) }

extension Verbs {
    /// `AUTH`: logs in with a token, or by what the connection shows of its client.
    package struct Auth: VerbRequest {
        package static let name = "AUTH"
        package static let shape = VerbShape(
            .session, object: .required,
            does: "Logs in with a token, or by what the connection shows of its client.")
        package static let admission = Admission.anyConnection

        /// How somebody logs in; HELLO lists those that its connection offers.
        package enum Method: String, Sendable, Hashable, CaseIterable {
            case token
            /// The client certificate of the connection.
            case certificate
            /// The system user at the other end of a UNIX socket.
            case user
        }

        package var token = ""
        /// Nil is a token.
        package var method: Method?
        /// The account that is meant, where the connection opens several.
        package var account: String?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            var given: String? = coder.isReading || method != nil ? nil : token
            try coder.text("token", &given)
            try coder.word("method", &method, else: "use \"token\", \"certificate\" or \"user\"")
            try coder.text("account", &account)
            guard coder.isReading else { return }
            if method ?? .token == .token {
                token = try coder.required("token", given)
                if account != nil { throw coder.wrong("account", "a token says itself whose it is; leave it out") }
            } else if given != nil {
                throw coder.wrong("token", "the connection itself shows who logs in; leave it out")
            }
        }
    }
}
