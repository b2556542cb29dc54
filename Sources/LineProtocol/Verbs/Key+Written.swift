package import CivilTime

extension Verbs.Key: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var account = ""
        /// Of the key; nil where nothing changed.
        package var number: Int?
        /// How long it holds; nil where that is not said.
        package var until: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account, else: "")
            coder.integer("number", &number)
            if number != nil { coder.orNull("until", &until) { $0.instant($1, &$2) } }
        }
    }
}
