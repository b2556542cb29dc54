package import CivilTime

extension Verbs.Refusals: ReadVerb {
    package typealias End = PageEnd

    /// An act that was refused, and how often within an hour.
    package struct Row: ReplyPart {
        package var id = ""
        package var account = ""
        package var verb = ""
        /// What was to be done by the lifecycle; nil where it was no act of it.
        package var transition: String?
        /// The proposal; nil where it was about none, or about none that the account could see.
        package var ref: String?
        /// The error that the act was answered.
        package var code = ""
        /// The codes of what was not met.
        package var reasons: [String] = []
        package var count = 0
        /// When it was refused for the first time in that hour.
        package var first: Instant?
        package var last: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("id", &id)
            coder.text("account", &account)
            coder.text("verb", &verb, else: "")
            coder.orNull("transition", &transition) { $0.text($1, &$2) }
            coder.orNull("ref", &ref) { $0.text($1, &$2) }
            coder.text("code", &code)
            coder.texts("reasons", &reasons, else: [])
            coder.integer("count", &count, else: 1)
            coder.instant("first", &first)
            coder.instant("last", &last)
        }
    }
}
