extension Verbs.Account: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        /// The account's id.
        package var account = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account)
        }
    }
}
