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
        /// The line of the plan, of which the members above are no part where it is read.
        package var line: JSONObject = [:]

        package init() {}

        /// - Parameter line: as the plan has it. It is sent whole, also what is not known here: whether it can be done is the server's to
        ///   say, and the key stands for all of it.
        package init(ref: String, plan: String, line: JSONObject) {
            self.ref = ref
            self.plan = plan
            self.line = line
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            if !coder.isReading, line["ref"] != nil {
                coder.rest(&line)
                return try coder.text("plan", &plan)
            }
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
