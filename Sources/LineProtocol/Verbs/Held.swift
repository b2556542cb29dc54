package import CanonicalJSON
package import CivilTime

extension Verb { package static let held = Verb(Verbs.Held.self) }

extension Verbs {
    /// `HELD`: records when a meeting was held.
    package struct Held: VerbRequest {
        package static let name = "HELD"
        package static let shape = VerbShape(
            .write, ["forum", "meeting"], object: .required, does: "Records when a meeting was held.")

        package var forum = ""
        package var meeting = ""
        package var starts: Said<CivilDate> = .nothing
        package var ends: Said<CivilDate> = .nothing

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("meeting", &meeting)
            try coder.said("starts", &starts)
            try coder.said("ends", &ends)
        }

        package static func placeToLook(_ request: Request) -> String {
            ["MEETING", request.forum, request.argument("meeting") ?? ""].joined(separator: " ")
        }
    }
}
