package import CanonicalJSON

extension Verbs.Lifecycle: ReadVerb {
    package struct End: ReplyPart {
        /// The forum's lifecycles, where one of several must be named.
        package var lifecycles: [String]?
        package var definition: Definition?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.texts("lifecycles", &lifecycles)
            if coder.isReading { definition = coder.has("definition") ? Definition() : nil }
            definition?.members(&coder)
        }
    }

    /// One version of a lifecycle. Its members stand in the answer.
    package struct Definition: ReplyPart {
        package var id = ""
        package var version = 0
        /// Of the definition, SHA-256 in hex.
        package var digest: String?
        /// As its file writes it.
        package var json: JSONObject = [:]

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("id", &id)
            coder.integer("version", &version)
            coder.text("digest", &digest)
            coder.object("definition", &json, else: [:])
        }
    }
}
