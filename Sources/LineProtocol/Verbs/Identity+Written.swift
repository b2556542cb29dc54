extension Verbs.Identity: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var account = ""
        /// What the link is called where it is ended.
        package var id = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account, else: "")
            coder.text("id", &id, else: "")
        }
    }
}
