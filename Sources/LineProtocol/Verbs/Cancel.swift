extension Verb { package static let cancel = Verb(Verbs.Cancel.self) }

extension Verbs {
    /// `CANCEL`: ends a watch, or a read that is still open.
    package struct Cancel: VerbRequest {
        package static let name = "CANCEL"
        package static let shape = VerbShape(.session, ["tag"], does: "Ends a watch, or a read that is still open.")

        package var tag = ""

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("tag", &tag)
        }
    }
}
