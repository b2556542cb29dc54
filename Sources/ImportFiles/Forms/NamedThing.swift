package import CanonicalJSON
import Terminal

/// What a list of a definition is asked for by: its id, in any case, or the label that people see.
package struct NamedThing: Sendable, Hashable {
    package let id: String
    package let label: String

    package init(id: String, label: String) {
        self.id = id
        self.label = label
    }

    /// The things of a list as a definition holds it (`states`, `transitions`, `facts`, `tracks`, a form's `fields`).
    package static func list(_ value: JSONValue?) -> [NamedThing] {
        (value?.array ?? []).compactMap { one in
            (one["id"] ?? one["key"])?.string.map { NamedThing(id: $0, label: one["label"]?.string ?? $0) }
        }
    }

    /// The id that a word means: the id itself, else the only one whose id or label reads the same.
    package static func id(of word: String, in things: [NamedThing]) -> String? {
        if things.contains(where: { $0.id == word }) { return word }
        let folded = NearWord.folded(word)
        let same = things.filter { NearWord.folded($0.id) == folded || NearWord.folded($0.label) == folded }
        return !folded.isEmpty && Set(same.map(\.id)).count == 1 ? same[0].id : nil
    }

    /// `; did you mean "…"?`, with the id of what is near.
    package static func advice(_ word: String, in things: [NamedThing]) -> String {
        guard let near = NearWord.nearest(word, among: things.flatMap { [$0.id, $0.label] }) else { return "" }
        return id(of: near, in: things).map { "; did you mean \"\($0)\"?" } ?? ""
    }
}
