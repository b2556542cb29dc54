extension Verbs.Fetch: ReadVerb {
    /// A part of a document.
    package struct End: ReplyPart {
        package var document = ShownDocument()
        package var offset = 0
        /// The bytes in base 64.
        package var data = ""
        /// Where the next part begins; nil where this is the last.
        package var next: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            document.members(&coder)
            coder.integer("offset", &offset)
            coder.text("data", &data)
            coder.orNull("next", &next) { $0.integer($1, &$2) }
        }
    }
}
