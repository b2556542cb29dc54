extension Verb { package static let cosign = Verb(Verbs.Cosign.self) }

extension Verbs {
    /// `COSIGN`: accepts a witness's cosignature.
    package struct Cosign: VerbRequest {
        package static let name = "COSIGN"
        package static let shape = VerbShape(
            .deposit, ["forum"], object: .required, does: "Accepts a witness's cosignature.")
        package static let admission = Admission.strangers

        package var forum = ""
        package var size = 0
        /// The line of the signature.
        package var line = ""

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.integer("size", &size)
            try coder.text("line", &line)
        }
    }
}
