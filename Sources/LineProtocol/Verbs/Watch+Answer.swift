extension Verbs.Watch: ReadVerb {
    /// An event as it comes, with the cursor from which to go on after it.
    package struct Row: ReplyPart {
        package var cursor = ""
        /// Nil where not even a part of it fits into a line.
        package var event: Event?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("cursor", &cursor)
            if coder.has("left_out") {
                coder.part("event", &event)
            } else {
                coder.needed("event", &event) { $0.part($1, &$2) }
            }
        }
    }

    /// An event, and where it happened.
    package struct Event: ReplyPart {
        package var shown = ShownEvent()
        package var forum = ""
        /// Of the proposal; `registry` of what happened in the forum's registry.
        package var ref = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            shown.members(&coder)
            coder.text("forum", &forum)
            coder.text("ref", &ref)
        }
    }

    /// The cursor from which another watch goes on.
    package struct End: ReplyPart {
        package var cursor = ""

        package init() {}

        package init(cursor: String) { self.cursor = cursor }

        package mutating func members(_ coder: inout ReplyCoder) { coder.text("cursor", &cursor) }
    }
}
