extension Verb { package static let search = Verb(Verbs.Search.self) }

extension Verbs {
    /// `SEARCH`: finds proposals by the words in {"text"}.
    package struct Search: VerbRequest {
        package static let name = "SEARCH"
        package static let shape = VerbShape(
            .read, ["forum"], options: [.ref("after"), .limit], object: .required,
            does: "Finds proposals by the words in {\"text\"}.")

        package var forum = ""
        package var text = ""
        package var after: String?
        package var limit: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            coder.option("limit", &limit)
            try coder.text("text", &text)
        }
    }
}
