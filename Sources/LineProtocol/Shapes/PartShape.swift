/// A part of a request or of an answer, by the name of its type, with its members for whoever wants to be told them.
package struct PartShape: Hashable, Sendable {
    /// `ShownProposal`, `Why.Sentence`; of a request `DraftRequest`, since one type may be a part of both.
    package let name: String
    /// Whether it is a part of a request.
    package let isAsked: Bool
    private let told: @Sendable () throws(Failure) -> ObjectShape

    package init<Part: ReplyPart>(of part: Part.Type) {
        name = PartShape.name(part)
        isAsked = false
        told = { () throws(Failure) in part.toldShape() }
    }

    init<Part: RequestPart>(of part: Part.Type, in verb: Verb) {
        name = PartShape.name(part) + "Request"
        isAsked = true
        told = { () throws(Failure) in try part.told(in: verb).shape }
    }

    /// Its members, whatever they depend on.
    package func shape() throws(Failure) -> ObjectShape { try told() }

    /// The name of the type, without the module and the list of verbs that it stands in.
    private static func name(_ type: Any.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().drop { $0 == "Verbs" }.joined(separator: ".")
    }

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
