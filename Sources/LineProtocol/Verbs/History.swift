extension Verb { package static let history = Verb(Verbs.History.self) }

extension Verbs {
    /// `HISTORY`: lists a proposal's events in order.
    package struct History: VerbRequest {
        package static let name = "HISTORY"
        package static let shape = VerbShape(
            .read, [.ref], options: [.number("after"), .limit], does: "Lists a proposal's events in order.")

        package var ref = ""
        /// The version after which it begins.
        package var after: Int?
        package var limit: Int?

        package init() {}

        package init(ref: String, after: Int? = nil, limit: Int? = nil) {
            self.ref = ref
            self.after = after
            self.limit = limit
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
