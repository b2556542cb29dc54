extension Verbs.File: WriteVerb {
    /// How much of a document came, and where the proposal stands.
    package struct Written: ReplyPart {
        package var ref = ""
        package var version = 0
        /// Of the document, SHA-256 in hex.
        package var digest = ""
        /// Bytes that came, of how many.
        package var received = 0
        package var size = 0
        /// Where the last bytes left the proposal; nil while the document is on its way.
        package var filed: WrittenProposal?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("ref", &ref)
            coder.integer("version", &version)
            coder.text("digest", &digest)
            coder.integer("received", &received)
            coder.integer("size", &size)
            if coder.isReading { filed = coder.has("events") ? WrittenProposal() : nil }
            filed?.members(&coder)
        }
    }
}
