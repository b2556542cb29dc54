extension Verb { package static let note = Verb(Verbs.Note.self) }

extension Verbs {
    /// `NOTE`: adds a note to the history.
    package struct Note: VerbRequest {
        package static let name = "NOTE"
        package static let shape = VerbShape(.write, [.ref], object: .required, does: "Adds a note to the history.")

        package var ref = ""
        package var text = ""
        package var decided = Decided()

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.text("text", &text)
            try coder.decided(&decided)
        }
    }
}
