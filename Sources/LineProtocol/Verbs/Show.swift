extension Verb { package static let show = Verb(Verbs.Show.self) }

extension Verbs {
    /// `SHOW`: shows a proposal as it is now, or what was said in one of its rounds.
    package struct Show: VerbRequest {
        package static let name = "SHOW"
        package static let shape = VerbShape(
            .read, [.ref], options: [.number("round")],
            does: "Shows a proposal as it is now, or what was said in one of its rounds.")
        package static let admission = Admission.strangers

        package var ref = ""
        /// The round whose positions are asked for; nil is the proposal as it is now.
        package var round: Int?

        package init() {}

        package init(ref: String, round: Int? = nil) {
            self.ref = ref
            self.round = round
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            coder.option("round", &round)
        }
    }
}
