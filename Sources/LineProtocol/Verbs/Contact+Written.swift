extension Verbs.Contact: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        /// A contact was set; not ended, and not sent out.
        package var isSet = false
        /// Its number; nil where nothing changed.
        package var number: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            if coder.isReading { isSet = coder.has("number") }
            if isSet { coder.orNull("number", &number) { $0.integer($1, &$2) } }
        }
    }
}
