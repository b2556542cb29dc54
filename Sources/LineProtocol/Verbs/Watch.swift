extension Verb { package static let watch = Verb(Verbs.Watch.self) }

extension Verbs {
    /// `WATCH`: sends each event from a cursor on, until CANCEL.
    package struct Watch: VerbRequest {
        package static let name = "WATCH"
        package static let shape = VerbShape(
            .read, ["forum?"], options: ["after", .ref("ref")], does: "Sends each event from a cursor on, until CANCEL."
        )

        /// Nil is the caller's own.
        package var forum: String?
        /// The cursor after which it begins.
        package var after: String?
        /// The one proposal that is watched.
        package var ref: String?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            coder.option("ref", &ref)
        }
    }
}
