package import CanonicalJSON

extension Verb { package static let revise = Verb(Verbs.Revise.self) }

extension Verbs {
    /// `REVISE`: changes fields of a proposal.
    package struct Revise: VerbRequest {
        package static let name = "REVISE"
        package static let shape = VerbShape(.write, [.ref], object: .required, does: "Changes fields of a proposal.")

        package var ref = ""
        package var kind: Kind?
        package var decided = Decided()
        package var fields: JSONObject = [:]

        /// Whether it changes what was agreed to.
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            case editorial, substantive
        }

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.word(
                "kind", &kind,
                else:
                    "use \"editorial\" or \"substantive\"; a field of the form that is called \"kind\" goes under \"fields\""
            )
            try coder.decided(&decided)
            try coder.named(under: "fields", apartFrom: Draft.ownNames, &fields)
        }
    }
}
