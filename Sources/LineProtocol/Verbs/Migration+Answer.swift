extension Verbs.Migration: ReadVerb {
    /// A line of a plan: what would become of a running proposal, or why it stays.
    package struct Row: ReplyPart {
        package var ref = ""
        package var version: Int?
        /// The version of its lifecycle that it follows now, and the one to be followed.
        package var from: ShownLifecycle?
        package var to: ShownLifecycle?
        package var state = ""
        /// Why it stays; nil where it moves.
        package var stays: String?
        /// The state that it would stand in.
        package var toState: String?
        /// `kept` or `closed`; nil where none is open.
        package var round: String?
        /// Fields that the new form does not know.
        package var lacks: [String]?
        /// Fields that the new form asks for, and that are empty.
        package var unfilled: [String]?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("ref", &ref)
            coder.integer("version", &version)
            coder.part("from", &from)
            coder.part("to", &to)
            coder.text("state", &state, else: "")
            coder.text("stays", &stays)
            guard stays == nil else { return }
            coder.text("to_state", &toState)
            coder.orNull("round", &round) { $0.text($1, &$2) }
            coder.texts("lacks", &lacks)
            coder.texts("unfilled", &unfilled)
        }
    }

    package struct End: PagedEnd {
        package var count = 0
        package var lifecycle: String?
        /// The version to be followed.
        package var to: ShownLifecycle?
        /// A page may be without rows and not be the last.
        package var next: String?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.integer("count", &count)
            coder.text("lifecycle", &lifecycle)
            coder.part("to", &to)
            coder.orNull("next", &next) { $0.text($1, &$2) }
        }
    }
}
