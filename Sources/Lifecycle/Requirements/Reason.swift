import Wording

/// What a finding says, without words: a code, and the values that its sentence names.
///
/// Programs, other languages and pages go by ``code`` and ``values``. The English sentence is made in one place, ``english``.
package struct Reason: Sendable {
    /// Whose sentence it is: a requirement's name, or the rule's of the engine itself.
    private let owner: String
    private let says: any FindingSentence
    package let values: [String: Value]

    package init(_ owner: String, _ says: any FindingSentence, _ values: [String: Value] = [:]) {
        self.owner = owner
        self.says = says
        self.values = values
    }

    /// The stable name of what is said: `consensus.notHeard`.
    package var code: String { "\(owner).\(says)" }

    package enum Value: Sendable, Hashable {
        case text(String)
        case number(Int)
        case list([String])
    }
}

extension Reason: Hashable {
    package static func == (left: Reason, right: Reason) -> Bool {
        left.code == right.code && left.values == right.values
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(values)
    }
}

/// What findings can say. A case is a code; its raw value is the English sentence, in which `{name}` stands for a value: a list with
/// commas between, `{name|or}` one with "or" between, `{name|quoted}` one with each in quotation marks; `{name|one|many}` is
/// one of two words, by the number that the value is.
package protocol FindingSentence: RawRepresentable<String>, CaseIterable, Sendable {}

extension Reason {
    /// The sentence in English.
    package var english: String {
        var result = ""
        var rest = says.rawValue[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += words(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// What stands in the place of `name`, `name|or`, `name|quoted` or `name|one|many`.
    private func words(_ place: Substring) -> String {
        let parts = place.split(separator: "|").map(String.init)
        guard let name = parts.first, let value = values[name] else { return "{\(place)}" }
        switch value {
        case .text(let text): return text
        case .number(let number): return parts.count == 3 ? parts[number == 1 ? 1 : 2] : String(number)
        case .list(let elements):
            switch parts.dropFirst().first {
            case "or": return elements.joined(separator: " or ")
            case "quoted": return elements.map { "\"\($0)\"" }.listed
            default: return elements.listed
            }
        }
    }
}

extension [Reason] {
    /// What a finding says in one sentence.
    var english: String { map(\.english).joined(separator: "; ") }
}
