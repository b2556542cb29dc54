extension Verbs.Lifecycle: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var lifecycle = ""
        package var version = 0
        /// Of the definition, SHA-256 in hex.
        package var digest = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("lifecycle", &lifecycle, else: "")
            coder.integer("version", &version, else: 0)
            coder.text("digest", &digest, else: "")
        }
    }
}
