extension Verb { package static let erase = Verb(Verbs.Erase.self) }

extension Verbs {
    /// `ERASE`: lists the personal values that are kept of somebody, or erases them.
    package struct Erase: VerbRequest {
        package static let name = "ERASE"
        package static let shape = VerbShape(
            .writeWithObject, [.subject], object: .optional,
            does: "Lists the personal values that are kept of somebody, or erases them.")

        /// A ref, an account, or a forum's contact point: `FORUM/contact/3`.
        package var subject = ""
        /// Nil lists the values.
        package var order: Order?

        /// Erases values for good.
        package struct Order: RequestPart {
            package var reason = ""
            /// What asks for it, such as the article of a law.
            package var rule: String?
            /// The ids of some values; nil for all.
            package var values: [String]?

            package init() {}

            package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
                try coder.text("reason", &reason)
                try coder.text("rule", &rule)
                try coder.texts("values", &values, else: "list the ids of values")
            }
        }

        package init() {}

        package init(subject: String, _ order: Order? = nil) {
            self.subject = subject
            self.order = order
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("subject", &subject)
            try coder.whole(&order)
        }

        package static func placeToLook(_ request: Request) -> String {
            "ERASE \(request.argument("subject") ?? "")"
        }
    }
}
