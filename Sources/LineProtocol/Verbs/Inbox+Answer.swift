package import CanonicalJSON
package import CivilTime

extension Verbs.Inbox: ReadVerb {
    /// One thing that waits for the caller.
    package struct Row: ReplyPart {
        package var ref = ""
        package var title = ""
        package var state = ""
        /// What to do, as one word.
        package var what = ""
        package var why = ""
        /// The same without words, where that was asked for.
        package var reasons: [ToldReason] = []
        package var transition: String?
        package var partner: String?
        /// When the round closes, of a position in it.
        package var closes: Instant?
        /// The last day on which it is in time, where a rule sets one.
        package var due: CivilDate?
        package var since: Instant?
        package var invitation: Int?
        /// Its deadline, or the day on which it was due, has passed.
        package var isOverdue = false
        /// Nil where it is no move, no fact and no decision.
        package var offer: Offer?
        /// That the forum is a trial.
        package var mark: String?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("ref", &ref)
            coder.text("title", &title, else: "")
            coder.text("state", &state, else: "")
            coder.text("what", &what)
            coder.text("why", &why, else: "")
            if coder.isReading || !reasons.isEmpty { coder.parts("reasons", &reasons, else: []) }
            coder.orNull("transition", &transition) { $0.text($1, &$2) }
            coder.orNull("partner", &partner) { $0.text($1, &$2) }
            coder.orNull("closes", &closes) { $0.instant($1, &$2) }
            coder.day("due", &due)
            coder.instant("since", &since)
            coder.integer("invitation", &invitation)
            coder.mark("overdue", &isOverdue)
            if coder.isReading { offer = coder.has("possible") ? Offer() : nil }
            offer?.members(&coder)
            coder.text("mark", &mark)
        }
    }

    /// What an act needs, or lacks. Its members stand in the row.
    package struct Offer: ReplyPart {
        package var isPossible = false
        package var needs: [Need] = []
        /// When the act was decided, where now would not do.
        package var decidedAt: Instant?
        package var missing: [Missing] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.flag("possible", &isPossible)
            coder.parts("needs", &needs, else: [])
            coder.instant("decided_at", &decidedAt)
            coder.parts("missing", &missing, else: [])
        }
    }

    /// An input, with a value that would do where not any of its type does.
    package struct Need: ReplyPart {
        package var key = ""
        package var label = ""
        package var type = ""
        package var example: JSONValue?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("key", &key)
            coder.text("label", &label, else: "")
            coder.text("type", &type)
            coder.value("example", &example)
        }
    }

    /// A requirement that is not met.
    package struct Missing: ReplyPart {
        package var requirement = ""
        package var label = ""
        package var detail = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("requirement", &requirement)
            coder.text("label", &label, else: "")
            coder.text("detail", &detail, else: "")
        }
    }

    /// The end of a page.
    package struct End: PagedEnd {
        package var count = 0
        /// What the next page begins after; nil where this is the last.
        package var next: String?
        /// Proposals whose history cannot be read.
        package var unreadable: [String]?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.integer("count", &count)
            coder.orNull("next", &next) { $0.text($1, &$2) }
            coder.texts("unreadable", &unreadable)
        }
    }
}
