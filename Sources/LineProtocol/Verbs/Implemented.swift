package import CanonicalJSON

extension Verb { package static let implemented = Verb(Verbs.Implemented.self) }

extension Verbs {
    /// `IMPLEMENTED`: records that the activity was held, moved or called off.
    package struct Implemented: VerbRequest {
        package static let name = "IMPLEMENTED"
        package static let shape = VerbShape(
            .write, [.ref], object: .required, does: "Records that the activity was held, moved or called off.")
        /// The fact that it is short for.
        package static let fact = "implemented"

        package var ref = ""
        package var decided = Decided()
        package var inputs: JSONObject = [:]

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.decided(&decided)
            try coder.named(under: "inputs", apartFrom: ["signature"], &inputs)
        }
    }
}
