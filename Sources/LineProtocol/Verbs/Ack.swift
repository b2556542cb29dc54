extension Verb { package static let ack = Verb(Verbs.Ack.self) }

extension Verbs {
    /// `ACK`: acknowledges receipt of a circulation.
    package struct Ack: VerbRequest {
        package static let name = "ACK"
        package static let shape = VerbShape(
            .write, [.ref], object: .optional, does: "Acknowledges receipt of a circulation.")

        package var ref = ""
        package var partner: String?
        package var decided = Decided()

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.text("partner", &partner)
            try coder.decided(&decided)
        }
    }
}
