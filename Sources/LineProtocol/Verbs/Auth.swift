extension Verb { package static let auth = Verb(Verbs.Auth.self) }

extension Verbs {
    /// `AUTH`: logs in with a token.
    package struct Auth: VerbRequest {
        package static let name = "AUTH"
        package static let shape = VerbShape(.session, object: .required, does: "Logs in with a token.")
        package static let admission = Admission.anyConnection

        package var token = ""

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.text("token", &token)
        }
    }
}
