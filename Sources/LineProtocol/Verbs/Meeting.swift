package import CanonicalJSON
package import CivilTime

extension Verb { package static let meeting = Verb(Verbs.Meeting.self) }

extension Verbs {
    /// `MEETING`: shows or sets a meeting.
    package struct Meeting: VerbRequest {
        package static let name = "MEETING"
        package static let shape = VerbShape(
            .writeWithObject, ["forum", "meeting"], object: .optional, does: "Shows or sets a meeting.")

        package var forum = ""
        package var meeting = ""
        /// Nil shows it.
        package var change: Change?

        /// What is said of its plan; what is not named stays.
        package struct Change: RequestPart {
            package var kind: Said<String> = .nothing
            package var name: Said<String> = .nothing
            package var starts: Said<CivilDate> = .nothing
            package var ends: Said<CivilDate> = .nothing
            package var city: Said<String> = .nothing
            package var country: Said<String> = .nothing
            package var source: Said<String> = .nothing
            package var precision: Said<Precision> = .nothing

            package init() {}

            package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
                try coder.said("kind", &kind)
                try coder.said("name", &name)
                try coder.said("starts", &starts)
                try coder.said("ends", &ends)
                try coder.said("city", &city)
                try coder.said("country", &country)
                try coder.said("source", &source)
                try coder.said("precision", &precision) { coder, word throws(Failure) in
                    try coder.word("precision", &word, else: "use day, month or year")
                }
            }
        }

        /// How well its days are known.
        package enum Precision: String, Sendable, Hashable, CaseIterable {
            case day, month, year
        }

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("meeting", &meeting)
            try coder.whole(&change)
        }

        package static func placeToLook(_ request: Request) -> String {
            ["MEETING", request.forum, request.argument("meeting") ?? ""].joined(separator: " ")
        }
    }
}
