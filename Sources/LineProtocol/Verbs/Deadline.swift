package import CivilTime

extension Verb { package static let deadline = Verb(Verbs.Deadline.self) }

extension Verbs {
    /// `DEADLINE`: sets a round's deadline, or moves it later.
    package struct Deadline: VerbRequest {
        package static let name = "DEADLINE"
        package static let shape = VerbShape(
            .write, [.ref], object: .required, does: "Sets a round's deadline, or moves it later.")

        package var ref = ""
        package var closes: Instant?
        package var reason = ""
        package var decided = Decided()

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.instant("closes", &closes)
            _ = try coder.required("closes", closes)
            try coder.text("reason", &reason)
            try coder.decided(&decided)
        }
    }
}
