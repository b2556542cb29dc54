extension Verbs.Why: ReadVerb {
    /// A transition or a fact: whether it can be made now, and what it needs.
    package struct Row: ReplyPart {
        /// One of the two.
        package var transition: String?
        package var fact: String?
        package var label = ""
        /// The state that it leads to; nil where it stays.
        package var to: String?
        package var isAllowed = false
        /// Every requirement, met or not.
        package var needs: [JudgedRequirement]?
        package var unmet: [JudgedRequirement]?

        package init() {}

        package init(transition: String) { self.transition = transition }

        package init(fact: String) { self.fact = fact }

        /// The transition or the fact.
        package var act: String { transition ?? fact ?? "" }

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("fact", &fact)
            if fact == nil {
                coder.needed("transition", &transition) { $0.text($1, &$2) }
            } else {
                coder.text("transition", &transition)
            }
            coder.text("label", &label, else: act)
            coder.orNull("to", &to) { $0.text($1, &$2) }
            coder.flag("allowed", &isAllowed)
            coder.parts("needs", &needs)
            coder.parts("unmet", &unmet, among: needs, under: "needs")
        }
    }

    /// Where the proposal stands, and the rule's own sentences.
    package struct End: ReplyPart {
        package var ref = ""
        package var title: String?
        package var state = ""
        package var stateLabel: String?
        package var version = 0
        package var checklist: [Sentence] = []
        package var hints: [String] = []

        /// The hint that somebody's draft, which the reader may not see, is much like this proposal.
        package static let hiddenDraft = "a draft of another partner has a title much like this one"

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("ref", &ref)
            coder.orNull("title", &title) { $0.text($1, &$2) }
            coder.text("state", &state)
            coder.text("state_label", &stateLabel)
            coder.integer("version", &version)
            coder.parts("checklist", &checklist, else: [])
            coder.texts("hints", &hints, else: [])
        }
    }

    /// A sentence of the rule, and what has become of it.
    package struct Sentence: ReplyPart {
        package var text = ""
        /// What it is taken from.
        package var source = ""
        /// `met`, `unmet`, `declared` by the proposer or to be `judged` by the partners.
        package var status = ""
        /// Whether partners judge it besides.
        package var isJudged = false
        package var fields: [Field] = []
        package var requirements: [JudgedRequirement] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("text", &text)
            coder.text("source", &source, else: "")
            coder.text("status", &status)
            coder.flag("judged", &isJudged, else: false)
            coder.parts("fields", &fields, else: [])
            coder.parts("requirements", &requirements, else: [])
        }
    }

    /// A field in which the proposer declares what a sentence asks for.
    package struct Field: ReplyPart {
        package var key = ""
        package var label = ""
        package var isFilled = false

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("key", &key)
            coder.text("label", &label, else: key)
            coder.flag("filled", &isFilled, else: false)
        }
    }
}
