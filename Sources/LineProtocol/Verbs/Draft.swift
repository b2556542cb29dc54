package import CanonicalJSON

extension Verb { package static let draft = Verb(Verbs.Draft.self) }

extension Verbs {
    /// `DRAFT`: starts a proposal.
    package struct Draft: VerbRequest {
        package static let name = "DRAFT"
        package static let shape = VerbShape(.write, ["forum"], object: .required, does: "Starts a proposal.")

        package var forum = ""
        package var lifecycle: String?
        package var partner: String?
        package var decided = Decided()
        package var fields: JSONObject = [:]

        /// The names that a request uses itself beside the fields of a text.
        static let ownNames = ["partner", "lifecycle", "kind", "decided_at", "decided_by", "fields"]

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.text("lifecycle", &lifecycle)
            try coder.text("partner", &partner)
            try coder.decided(&decided)
            try coder.named(under: "fields", apartFrom: Draft.ownNames, &fields)
        }

        package static func placeToLook(_ request: Request) -> String {
            "LIST \(request.forum)"
        }
    }
}
