/// What a request asks for: one of the verbs that ``Verbs`` lists, each of which is a type of its own.
package struct Verb: RawRepresentable, CaseIterable, Sendable, CustomStringConvertible {
    /// The word of the line.
    package let rawValue: String
    /// All that is known of it.
    package let request: any VerbRequest.Type

    init(_ request: any VerbRequest.Type) {
        rawValue = request.name
        self.request = request
    }

    /// Nil where there is none of this name.
    package init?(rawValue: String) {
        guard let verb = Verb.byName[rawValue] else { return nil }
        self = verb
    }

    /// In the order in which docs/protocol.md lists them.
    package static let allCases = Verbs.all.map { Verb($0) }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The arguments it takes.
    package var shape: VerbShape { request.shape }

    /// Whether it concerns the connection alone and is understood before a login.
    package var isOpen: Bool { request.admission == .anyConnection }

    /// Whether a stranger, before a login, is answered too: with what was published, and with what witnesses need.
    package var isPublic: Bool { request.admission == .strangers }

    package var description: String { rawValue }
}

extension Verb: Hashable {
    package static func == (left: Verb, right: Verb) -> Bool { left.rawValue == right.rawValue }

    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
