extension Verbs.Listing: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        /// The list that was drawn up; nil where one was submitted.
        package var drawn: Drawn?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            if coder.isReading { drawn = coder.has("count") ? Drawn() : nil }
            drawn?.members(&coder)
        }
    }

    /// A list. Its members stand in the answer.
    package struct Drawn: ReplyPart {
        package var group = ""
        package var year = 0
        /// How many proposals are on it.
        package var count = 0

        package init() {}

        package init(_ group: String, _ year: Int, _ count: Int) {
            self.group = group
            self.year = year
            self.count = count
        }

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("group", &group)
            coder.integer("year", &year)
            coder.integer("count", &count)
        }
    }
}
