package import CanonicalJSON
package import CivilTime

extension Verb { package static let partner = Verb(Verbs.Partner.self) }

extension Verbs {
    /// `PARTNER`: shows or sets a partner.
    package struct Partner: VerbRequest {
        package static let name = "PARTNER"
        package static let shape = VerbShape(
            .writeWithObject, ["forum", "partner"], object: .optional, does: "Shows or sets a partner.")

        package var forum = ""
        package var partner = ""
        /// Nil shows it.
        package var change: Change?

        /// What is said of it; what is not named stays.
        package struct Change: RequestPart {
            package var name: Said<String> = .nothing
            /// By attribute: those that are named change, or are emptied by none.
            package var attributes: Said<[String: String?]> = .nothing
            package var joined: Said<CivilDate> = .nothing
            package var left: Said<CivilDate> = .nothing

            package init() {}

            package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
                try coder.said("name", &name)
                try coder.said("attributes", &attributes)
                try coder.said("joined", &joined, since: 1800)
                try coder.said("left", &left, since: 1800)
            }
        }

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("partner", &partner)
            try coder.whole(&change)
        }

        package static func placeToLook(_ request: Request) -> String {
            ["PARTNER", request.forum, request.argument("partner") ?? ""].joined(separator: " ")
        }
    }
}
