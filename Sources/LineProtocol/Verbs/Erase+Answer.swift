extension Verbs.Erase: ReadVerb {
    /// A personal value that is kept beside the record.
    package struct Row: ReplyPart {
        /// The digest of the commitment that events hold to it.
        package var id = ""
        package var value = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("id", &id)
            coder.text("value", &value, else: "")
        }
    }

    package struct End: ReplyPart {
        package var subject = ""
        /// How many values are kept; more than there are rows, where they are many.
        package var count = 0

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("subject", &subject)
            coder.integer("count", &count)
        }
    }
}

extension Verbs.Erase: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        package var subject = ""
        /// How many values were erased.
        package var erased = 0
        /// How many are kept of the same still.
        package var left = 0

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("subject", &subject, else: "")
            coder.integer("erased", &erased)
            coder.integer("left", &left, else: 0)
        }
    }
}
