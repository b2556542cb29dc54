extension Verb { package static let token = Verb(Verbs.Token.self) }

extension Verbs {
    /// `TOKEN`: issues a token, shown once.
    package struct Token: VerbRequest {
        package static let name = "TOKEN"
        package static let shape = VerbShape(
            .write, ["account"], object: .optional, does: "Issues a token, shown once.")

        package var account = ""
        package var expires: Moment?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("account", &account)
            try coder.moment("expires", &expires, endOfDay: true)
        }

        package static func placeToLook(_ request: Request) -> String {
            "ACCOUNTS \(request.forum)"
        }
    }
}
