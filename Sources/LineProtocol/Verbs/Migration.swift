extension Verb { package static let migration = Verb(Verbs.Migration.self) }

extension Verbs {
    /// `MIGRATION`: plans the migration of running proposals to a later version.
    package struct Migration: VerbRequest {
        package static let name = "MIGRATION"
        package static let shape = VerbShape(
            .read, ["forum", "lifecycle"], options: [.number("from"), .number("to"), "after", .limit],
            object: .optional, does: "Plans the migration of running proposals to a later version.")

        package var forum = ""
        package var lifecycle = ""
        /// Only proposals that follow this version; nil is every earlier one.
        package var from: Int?
        /// Nil is the newest.
        package var to: Int?
        /// Where proposals go whose state is there no more.
        package var states: [String: String]?
        package var after: String?
        package var limit: Int?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("lifecycle", &lifecycle)
            coder.option("from", &from)
            coder.option("to", &to)
            try coder.texts("states", &states)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
