extension Verb { package static let key = Verb(Verbs.Key.self) }

extension Verbs {
    /// `KEY`: lists the keys with which an account signs acts, or registers or ends one.
    package struct Key: VerbRequest {
        package static let name = "KEY"
        package static let shape = VerbShape(
            .writeWithObject, ["account"], object: .optional,
            does: "Lists the keys with which an account signs acts, or registers or ends one.")

        package var account = ""
        /// Nil lists the keys.
        package var change: Change?

        /// Registers a key, or ends one.
        package struct Change: RequestPart {
            /// The number of the key that ends; nil registers one.
            package var end: Int?
            package var key = ""
            package var from: Moment?
            package var until: Moment?

            package init() {}

            package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
                try coder.integer("end", &end)
                if end == nil {
                    try coder.text("key", &key)
                    try coder.moment("from", &from, endOfDay: false)
                }
                try coder.moment("until", &until, endOfDay: true)
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
            "KEY \(request.argument("account") ?? "")"
        }
    }
}
