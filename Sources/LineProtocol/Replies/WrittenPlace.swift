/// Where in the record a write stands. It is never kept with a key: it is told as it is found. Its members stand in the answer.
package struct WrittenPlace: ReplyPart {
    /// Of its first event; nil where it made none.
    package var position: Int?
    /// That event's hash as a leaf of the record's tree, in hex.
    package var leaf: String?
    /// The key was used before for the same request, and this is what was answered then.
    package var isRepeated = false

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("position", &position)
        coder.text("leaf", &leaf)
        coder.mark("repeated", &isRepeated)
    }
}
