extension Verb { package static let revoke = Verb(Verbs.Revoke.self) }

extension Verbs {
    /// `REVOKE`: revokes an account's tokens.
    package struct Revoke: VerbRequest {
        package static let name = "REVOKE"
        package static let shape = VerbShape(
            .write, ["account"], object: .optional, does: "Revokes an account's tokens.")

        package var account = ""
        /// Nil is all of them.
        package var token: String?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("account", &account)
            try coder.text("token", &token)
        }

        package static func placeToLook(_ request: Request) -> String {
            "ACCOUNTS \(request.forum)"
        }
    }
}
