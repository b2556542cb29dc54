package import CanonicalJSON

extension Verb { package static let migrate = Verb(Verbs.Migrate.self) }

extension Verbs {
    /// `MIGRATE`: moves a proposal to a later version of its lifecycle, as a plan says.
    package struct Migrate: VerbRequest {
        package static let name = "MIGRATE"
        package static let shape = VerbShape(
            .write, [.ref], object: .required,
            does: "Moves a proposal to a later version of its lifecycle, as a plan says.")
        /// What a line of a plan says of the proposal.
        package static let lineMembers = ["from", "to", "state", "to_state", "round", "lacks", "unfilled"]

        package var ref = ""
        package var version = 0
        /// The digest of the plan.
        package var plan = ""
        /// The line of the plan, of which the members above are no part.
        package var line: JSONObject = [:]

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            var named = ref
            try coder.text("ref", &named)
            guard named == ref else { throw coder.wrong("ref", "the line is of another proposal than \(ref)") }
            try coder.integer("version", &version)
            if let expected = coder.request.expectedVersion, expected != Int64(version) {
                throw coder.wrong("version", "the line says \(version), and if= says \(expected)")
            }
            try coder.text("plan", &plan)
            for key in Migrate.lineMembers { coder.value(key, &line[key]) }
        }
    }
}
