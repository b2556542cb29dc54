package import CivilTime

extension Verbs.Accounts: ReadVerb {
    package typealias End = PageEnd

    /// An account, with all that it ever was given.
    package struct Row: ReplyPart {
        package var account = ""
        /// The holder's name; nil where none was given.
        package var name: String?
        package var appointments: [ShownAppointment] = []
        package var tokens: [Token] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("account", &account)
            coder.orNull("name", &name) { $0.text($1, &$2) }
            coder.parts("appointments", &appointments, else: [])
            coder.parts("tokens", &tokens, else: [])
        }
    }

    /// An access token that was issued; never the token itself.
    package struct Token: ReplyPart {
        package var id = ""
        /// Nil where it has no end.
        package var expires: Instant?
        package var isRevoked = false

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("id", &id, else: "")
            coder.orNull("expires", &expires) { $0.instant($1, &$2) }
            coder.flag("revoked", &isRevoked, else: false)
        }
    }
}
