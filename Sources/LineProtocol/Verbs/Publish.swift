package import CanonicalJSON

extension Verb { package static let publish = Verb(Verbs.Publish.self) }

extension Verbs {
    /// `PUBLISH`: records that fields were published.
    package struct Publish: VerbRequest {
        package static let name = "PUBLISH"
        package static let shape = VerbShape(
            .write, [.ref], object: .required, does: "Records that fields were published.")
        /// The fact that it is short for.
        package static let fact = "published"

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
