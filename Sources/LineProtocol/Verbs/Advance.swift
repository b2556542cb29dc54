package import CanonicalJSON

extension Verb { package static let advance = Verb(Verbs.Advance.self) }

extension Verbs {
    /// `ADVANCE`: takes a transition.
    package struct Advance: VerbRequest {
        package static let name = "ADVANCE"
        package static let shape = VerbShape(
            .write, [.ref, "transition"], object: .optional, does: "Takes a transition.")

        package var ref = ""
        package var transition = ""
        package var decided = Decided()
        package var signature: String?
        package var inputs: JSONObject = [:]

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.decided(&decided)
            try coder.text("signature", &signature)
            try coder.argument("transition", &transition)
            try coder.named(under: "inputs", apartFrom: ["signature"], &inputs)
        }
    }
}
