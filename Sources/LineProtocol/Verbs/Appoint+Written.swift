extension Verbs.Appoint: WriteVerb {
    package struct Written: RegistryReply {
        package var registry = WrittenRegistry()
        /// Nil where an appointment was ended.
        package var account: String?
        /// Of the new appointment; nil where the account held the office already.
        package var number: Int?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            registry.members(&coder)
            coder.text("account", &account)
            coder.integer("number", &number)
        }
    }
}
