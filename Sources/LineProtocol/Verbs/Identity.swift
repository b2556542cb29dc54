extension Verb { package static let identity = Verb(Verbs.Identity.self) }

extension Verbs {
    /// `IDENTITY`: lists the links of an account to identity providers, or makes or ends one.
    package struct Identity: VerbRequest {
        package static let name = "IDENTITY"
        package static let shape = VerbShape(
            .writeWithObject, ["account"], object: .optional,
            does: "Lists the links of an account to identity providers, or makes or ends one.")

        package var account = ""
        /// Nil lists the links.
        package var change: Change?

        /// Makes a link, or ends one.
        package struct Change: RequestPart {
            /// The link that ends; nil makes one.
            package var end: String?
            /// The provider's address, as its tokens have it.
            package var issuer = ""
            /// What the provider calls the account's holder.
            package var subject = ""

            package init() {}

            package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
                try coder.text("end", &end)
                if end == nil {
                    try coder.text("issuer", &issuer)
                    try coder.text("subject", &subject)
                }
            }
        }

        package init() {}

        package init(account: String, _ change: Change? = nil) {
            self.account = account
            self.change = change
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("account", &account)
            try coder.whole(&change)
        }

        package static func placeToLook(_ request: Request) -> String {
            "IDENTITY \(request.argument("account") ?? "")"
        }
    }
}
