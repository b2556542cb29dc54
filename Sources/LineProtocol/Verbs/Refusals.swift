package import CivilTime

extension Verb { package static let refusals = Verb(Verbs.Refusals.self) }

extension Verbs {
    /// `REFUSALS`: lists acts that were refused.
    package struct Refusals: VerbRequest {
        package static let name = "REFUSALS"
        package static let shape = VerbShape(
            .read, ["forum"], options: ["since", "account", "after", .limit],
            does: "Lists acts that were refused, the newest first.")

        package var forum = ""
        /// Those that happened last at this moment or later.
        package var since: Instant?
        package var account: String?
        package var after: String?
        package var limit: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.option("since", &since)
            coder.option("account", &account)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
