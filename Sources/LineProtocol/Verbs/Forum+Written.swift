package import CivilTime

extension Verbs.Forum: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        /// The forum was to be closed.
        package var isClosing = false
        /// When it was closed.
        package var closed: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            if coder.isReading { isClosing = coder.has("closed") }
            if isClosing { coder.orNull("closed", &closed) { $0.instant($1, &$2) } }
        }
    }
}
