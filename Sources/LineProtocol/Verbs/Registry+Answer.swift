extension Verbs.Registry: ReadVerb {
    package typealias Row = ShownEvent

    /// How far the registry has come, and where the page ends.
    package struct End: ReplyPart {
        package var forum = ""
        /// The version of the registry now, whichever page was asked for.
        package var version = 0
        /// The events that are told; those that are not for the reader are not counted.
        package var count = 0
        /// The version after which the next page begins; nil where this is the last.
        package var next: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum, else: "")
            coder.integer("registry_version", &version, else: 0)
            coder.integer("count", &count)
            coder.orNull("next", &next) { $0.integer($1, &$2) }
        }
    }
}
