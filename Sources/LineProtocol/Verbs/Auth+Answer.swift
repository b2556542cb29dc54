package import CanonicalJSON
package import CivilTime

extension Verbs.Auth: ReadVerb {
    /// Who is logged in.
    package struct End: ReplyPart {
        package var account = ""
        /// The forum that opened the account.
        package var forum: String?
        /// The id of the token, not the token, or of the link that a certificate logged in by; nil of a system user.
        package var token: String?
        /// When the login ends; nil where nothing says so.
        package var expires: Instant?
        /// The offices that are held now.
        package var appointments: [ShownAppointment] = []
        /// Of the server.
        package var isAdministrator = false
        /// Those of the connection.
        package var limits: JSONObject?

        package init() {}

        package init(account: String) { self.account = account }

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("account", &account)
            coder.text("forum", &forum)
            coder.text("token", &token)
            coder.orNull("expires", &expires) { $0.instant($1, &$2) }
            coder.parts("appointments", &appointments, else: [])
            coder.flag("administrator", &isAdministrator, else: false)
            coder.object("limits", &limits)
        }
    }
}
