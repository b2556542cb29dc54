/// What every answer to a write says of what it changed. Its members stand in the answer.
package struct WrittenChange: ReplyPart {
    /// What was recorded; nothing where nothing changed.
    package var events: [String]?
    /// That the forum is a trial.
    package var mark: String?
    package var place = WrittenPlace()

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.texts("events", &events)
        coder.text("mark", &mark)
        place.members(&coder)
    }

    /// Whether the write changed nothing, or only before.
    package var isIdle: Bool { place.isRepeated || events == [] }
}
