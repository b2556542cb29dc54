extension Request {
    /// What a request says where another form than a line carries it: an address and its headers.
    package struct Parts: Sendable {
        /// The arguments that are known by their place, in order.
        package var arguments: [String] = []
        /// The verb's own options, in the order in which they were given.
        package var options: [(name: String, value: String)] = []
        package var key: String?
        /// The version that the caller saw, as it was written.
        package var version: String?
        /// The object's bytes; nil where there is none.
        package var object: [UInt8]?
        /// How such a request is written, for whoever wrote it otherwise.
        package var usage: String

        package init(usage: String) { self.usage = usage }
    }

    /// Reads a request from its parts, each of which is held to what a line may say.
    package init(_ verb: Verb, _ parts: Parts) throws(Failure) {
        var filler = RequestFiller(Request(tag: RequestTag(number: 0), verb: verb), usage: parts.usage)
        for argument in parts.arguments { try filler.takePositional(argument) }
        for option in parts.options { try filler.takeOption(option.name, option.value) }
        if let key = parts.key { try filler.takeOption("key", key) }
        if let version = parts.version { try filler.takeOption("if", version) }
        self = try filler.finish(object: parts.object)
    }
}
