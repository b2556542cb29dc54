extension Verb { package static let invite = Verb(Verbs.Invite.self) }

extension Verbs {
    /// `INVITE`: proposes, or decides on, an outside invitee.
    package struct Invite: VerbRequest {
        package static let name = "INVITE"
        package static let shape = VerbShape(
            .write, [.ref], object: .required, does: "Proposes, or decides on, an outside invitee.")

        package var ref = ""
        /// The invitation that is decided on; nil proposes one.
        package var invitation: Int?
        package var invitee = ""
        package var event = ""
        package var decision = ""
        package var meeting: String?
        package var decided = Decided()

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.integer("invitation", &invitation)
            if invitation == nil {
                try coder.line("invitee", &invitee)
                try coder.line("event", &event)
            } else {
                try coder.text("decision", &decision)
                try coder.text("meeting", &meeting)
            }
            try coder.decided(&decided)
        }
    }
}
