extension Verbs.History: ReadVerb {
    package typealias Row = ShownEvent

    /// The proposal as SHOW answers it now, and where the page ends.
    package struct End: ReplyPart {
        package var proposal = ShownProposal()
        package var count = 0
        /// The version after which the next page begins; nil where this is the last.
        package var next: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            proposal.members(&coder)
            coder.integer("count", &count)
            coder.orNull("next", &next) { $0.integer($1, &$2) }
        }
    }
}
