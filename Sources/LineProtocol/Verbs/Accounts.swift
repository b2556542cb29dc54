extension Verb { package static let accounts = Verb(Verbs.Accounts.self) }

extension Verbs {
    /// `ACCOUNTS`: lists accounts.
    package struct Accounts: VerbRequest {
        package static let name = "ACCOUNTS"
        package static let shape = VerbShape(.read, ["forum"], options: ["after", .limit], does: "Lists accounts.")

        package var forum = ""
        package var after: String?
        package var limit: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
