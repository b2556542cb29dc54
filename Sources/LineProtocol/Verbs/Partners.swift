package import CivilTime

extension Verb { package static let partners = Verb(Verbs.Partners.self) }

extension Verbs {
    /// `PARTNERS`: lists partners.
    package struct Partners: VerbRequest {
        package static let name = "PARTNERS"
        package static let shape = VerbShape(.read, ["forum"], options: ["at"], does: "Lists partners.")

        package var forum = ""
        package var at: CivilDate?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.option("at", &at)
        }
    }
}
