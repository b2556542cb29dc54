import CanonicalJSON
package import CivilTime

extension Verb { package static let view = Verb(Verbs.View.self) }

extension Verbs {
    /// `VIEW`: lists a forum's views, or shows one.
    package struct View: VerbRequest {
        package static let name = "VIEW"
        package static let shape = VerbShape(
            .read, ["forum", "view?"], options: ["at", "on", "format"], object: .optional,
            does: "Lists a forum's views, or shows one.")
        package static let admission = Admission.strangers

        package var forum = ""
        /// Nil lists the views.
        package var view: String?
        package var at: Instant?
        package var on: CivilDate?
        package var format: Format?
        package var parameters: [String: String] = [:]

        /// A text that a view can be written as.
        package enum Format: String, Sendable, Hashable, CaseIterable {
            case csv, svg, atom, ical
        }

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("view", &view)
            if coder.isReading, view == nil {
                guard coder.request.options.isEmpty, coder.request.object == nil else {
                    throw coder.wrong("view", "say which view is meant; VIEW \(forum) alone lists them")
                }
            }
            try format(&coder)
            try coder.option("at", &at)
            try coder.option("on", &on)
            try parameters(&coder)
        }

        private mutating func format(_ coder: inout RequestCoder) throws(Failure) {
            var text = format?.rawValue
            coder.option("format", &text)
            format = text.flatMap { Format(rawValue: $0) }
            guard let text, format == nil else { return }
            throw coder.wrong(
                "format",
                "\"\(text.prefix(20))\" is not a format; use one of \(Format.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }

        /// The members of the object as texts.
        private mutating func parameters(_ coder: inout RequestCoder) throws(Failure) {
            var given = JSONObject(parameters.map { JSONObject.Member(key: $0.key, value: .string($0.value)) })
            coder.rest(&given)
            parameters = [:]
            for member in given.members {
                switch member.value {
                case .string(let text): parameters[member.key] = text
                case .integer(let number): parameters[member.key] = String(number)
                case .null: break
                case .bool, .array, .object:
                    throw coder.wrong(String(member.key.prefix(64)), "give a text or a number")
                }
            }
        }
    }
}
