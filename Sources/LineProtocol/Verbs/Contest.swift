extension Verb { package static let contest = Verb(Verbs.Contest.self) }

extension Verbs {
    /// `CONTEST`: makes an editorial revision substantive.
    package struct Contest: VerbRequest {
        package static let name = "CONTEST"
        package static let shape = VerbShape(
            .write, [.ref], object: .optional, does: "Makes an editorial revision substantive.")

        package var ref = ""
        package var decided = Decided()
        package var revision: Int?
        package var partner: String?
        package var invitation: Int?
        /// A position that was relayed is contested, not a revision.
        package var position = false

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.decided(&decided)
            try coder.integer("revision", &revision)
            try coder.text("partner", &partner)
            try coder.integer("invitation", &invitation)
            try coder.flag("position", &position)
        }
    }
}
