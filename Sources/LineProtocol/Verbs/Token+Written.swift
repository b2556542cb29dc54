package import CivilTime

extension Verbs.Token: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var account = ""
        /// What the token is called where it is revoked.
        package var id = ""
        /// The secret, which is told this once.
        package var token = ""
        package var expires: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account, else: "")
            coder.text("id", &id, else: "")
            coder.text("token", &token)
            coder.orNull("expires", &expires) { $0.instant($1, &$2) }
        }
    }
}
