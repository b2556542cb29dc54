import CanonicalJSON

extension Verb { package static let proof = Verb(Verbs.Proof.self) }

extension Verbs {
    /// `PROOF`: sends a proof of consistency or of inclusion.
    package struct Proof: VerbRequest {
        package static let name = "PROOF"
        package static let shape = VerbShape(
            .read, ["forum"], options: [.number("from"), .number("to"), .number("position"), .number("size")],
            does: "Sends a proof of consistency or of inclusion.")
        package static let admission = Admission.strangers

        package var forum = ""
        /// The size that a proof of consistency begins with.
        package var from: Int?
        package var to: Int?
        /// The event that a proof of inclusion is for.
        package var position: Int?
        package var size: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("from", &from)
            coder.option("to", &to)
            coder.option("position", &position)
            coder.option("size", &size)
            let isConsistency = from != nil && position == nil && size == nil
            let isInclusion = from == nil && position != nil && to == nil
            guard isConsistency || isInclusion else {
                throw Failure(
                    .missingArgument,
                    "PROOF needs from= (and to=) for consistency, or position= (and size=) for inclusion",
                    details: ["argument": "from"])
            }
        }
    }
}
