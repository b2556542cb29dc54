package import CanonicalJSON

extension Verb { package static let why = Verb(Verbs.Why.self) }

extension Verbs {
    /// `WHY`: says what each transition still needs, and from whom.
    package struct Why: VerbRequest {
        package static let name = "WHY"
        package static let shape = VerbShape(
            .read, [.ref, "transition?"], options: ["codes"], object: .optional,
            does: "Says what each transition still needs, and from whom.")

        package var ref = ""
        package var transition: String?
        /// Whether what each requirement says comes without words too.
        package var codes = false
        /// What would be given with the transition.
        package var inputs: JSONObject = [:]

        package init() {}

        package init(ref: String, transition: String? = nil) {
            self.ref = ref
            self.transition = transition
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.argument("transition", &transition)
            try coder.option("codes", &codes)
            coder.rest(&inputs)
        }
    }
}
