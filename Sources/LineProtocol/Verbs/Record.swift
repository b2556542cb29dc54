package import CanonicalJSON

extension Verb { package static let record = Verb(Verbs.Record.self) }

extension Verbs {
    /// `RECORD`: records a fact of the lifecycle.
    package struct Record: VerbRequest {
        package static let name = "RECORD"
        package static let shape = VerbShape(
            .write, [.ref, "fact"], object: .optional, does: "Records a fact of the lifecycle.")

        package var ref = ""
        package var fact = ""
        package var decided = Decided()
        package var inputs: JSONObject = [:]

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.decided(&decided)
            try coder.argument("fact", &fact)
            try coder.named(under: "inputs", apartFrom: ["signature"], &inputs)
        }
    }
}
