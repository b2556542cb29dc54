extension Verbs.Revoke: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var account = ""
        /// The tokens that were revoked.
        package var revoked: [String] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account, else: "")
            coder.texts("revoked", &revoked, else: [])
        }
    }
}
