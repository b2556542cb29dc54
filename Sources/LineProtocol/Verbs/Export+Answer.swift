extension Verbs.Export: ReadVerb {
    package typealias Row = TextPart

    /// What the bundle holds.
    package struct End: ReplyPart {
        package var forum: String?
        package var events = 0
        /// Of the checkpoint that it ends at.
        package var size = 0
        package var bytes: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum)
            coder.integer("events", &events, else: 0)
            coder.integer("size", &size, else: 0)
            coder.integer("bytes", &bytes)
        }
    }
}
