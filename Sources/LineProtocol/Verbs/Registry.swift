extension Verb { package static let registry = Verb(Verbs.Registry.self) }

extension Verbs {
    /// `REGISTRY`: lists the events of a forum's registry in order.
    package struct Registry: VerbRequest {
        package static let name = "REGISTRY"
        package static let shape = VerbShape(
            .read, ["forum"], options: [.number("after"), .limit],
            does: "Lists the events of a forum's registry in order.")

        package var forum = ""
        /// The version after which it begins.
        package var after: Int?
        /// How many events it looks at.
        package var limit: Int?

        package init() {}

        package init(forum: String, after: Int? = nil, limit: Int? = nil) {
            self.forum = forum
            self.after = after
            self.limit = limit
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
