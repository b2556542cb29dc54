extension Verb { package static let inbox = Verb(Verbs.Inbox.self) }

extension Verbs {
    /// `INBOX`: lists what is waiting for the caller.
    package struct Inbox: VerbRequest {
        package static let name = "INBOX"
        package static let shape = VerbShape(
            .read, ["forum?"], options: ["after", "codes", .limit], does: "Lists what is waiting for the caller.")

        /// Nil is the caller's own.
        package var forum: String?
        package var after: String?
        package var limit: Int?
        /// Whether each reason is told without words as well.
        package var codes = false

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            try coder.option("codes", &codes)
            coder.option("limit", &limit)
        }
    }
}
