package import CivilTime

extension Verbs.Identity: ReadVerb {
    /// A link of an account to a person whom an identity provider knows.
    package struct Row: ReplyPart {
        package var id = ""
        /// The provider's address, as its tokens have it.
        package var issuer = ""
        /// What the provider calls the account's holder; nil where that was erased.
        package var subject: String?
        package var from: Instant?
        /// When it ended; nil while it opens the account.
        package var until: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("id", &id)
            coder.text("issuer", &issuer)
            coder.orNull("subject", &subject) { $0.text($1, &$2) }
            coder.instant("from", &from)
            coder.orNull("until", &until) { $0.instant($1, &$2) }
        }
    }

    package struct End: ReplyPart {
        package var account = ""
        package var count = 0

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("account", &account)
            coder.integer("count", &count)
        }
    }
}
