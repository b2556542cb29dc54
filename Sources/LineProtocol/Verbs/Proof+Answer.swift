extension Verbs.Proof: ReadVerb {
    package struct End: ReplyPart {
        package var forum: String?
        /// The sizes that a proof of consistency leads from and to.
        package var from: Int?
        package var to: Int?
        /// The event of a proof of inclusion, the size of the record that it stands in, and the event's hash as a leaf, in hex.
        package var position: Int?
        package var size: Int?
        package var leaf: String?
        /// The hashes, in hex.
        package var path: [String] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum)
            coder.integer("from", &from)
            coder.integer("to", &to)
            coder.integer("position", &position)
            coder.integer("size", &size)
            coder.text("leaf", &leaf)
            coder.texts("path", &path)
        }
    }
}
