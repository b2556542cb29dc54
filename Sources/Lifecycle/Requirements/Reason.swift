import Wording

/// What a finding says, without words: a code, and the values that its sentence names.
///
/// Programs, other languages and pages go by ``code`` and ``values``. The English sentence is made in one place, ``english``.
package struct Reason: Sendable {
    /// Whose sentence it is: a requirement's name, or a room of the engine.
    private let owner: String
    package let says: any FindingSentence
    package let values: [String: Value]

    /// What a requirement says.
    init(_ requirement: String, _ says: any FindingSentence, _ values: [String: Value] = [:]) {
        owner = requirement
        self.says = says
        self.values = values
    }

    /// What the engine or the server says.
    package init(_ says: some EngineSentence, _ values: [String: Value] = [:]) {
        owner = type(of: says).room
        self.says = says
        self.values = values
    }

    /// The stable name of what is said: `consensus.notHeard`.
    package var code: String { "\(owner).\(says)" }

    package enum Value: Sendable, Hashable {
        case text(String)
        case number(Int)
        case list([String])
        /// A part of the sentence that is said by a code of its own.
        case phrase(Reason)
    }
}

extension Reason.Value: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self = .text(text) }
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

extension FindingSentence {
    /// The names of the values that the sentence needs.
    package var places: Set<String> {
        Set(
            pieces.compactMap { piece in
                switch piece {
                case .words: nil
                case .place(let parts): parts.first
                }
            })
    }

    fileprivate var pieces: [SentencePiece] {
        var result: [SentencePiece] = []
        var rest = rawValue[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            let place = rest[rest.utf8.index(after: open)..<close]
            result.append(.words(rest[..<open]))
            result.append(.place(place.split(separator: "|").map(String.init)))
            rest = rest[rest.utf8.index(after: close)...]
        }
        result.append(.words(rest))
        return result
    }
}

/// A part of a sentence: words as they stand, or a place that a value fills.
private enum SentencePiece {
    case words(Substring)
    /// Its name, and how it is told.
    case place([String])
}

extension Reason {
    /// The sentence in English.
    package var english: String {
        var sentence = ""
        for piece in says.pieces {
            switch piece {
            case .words(let words): sentence += words
            case .place(let parts): sentence += words(parts)
            }
        }
        return sentence
    }

    /// What stands in the place of `name`, `name|or`, `name|quoted` or `name|one|many`.
    private func words(_ parts: [String]) -> String {
        guard let name = parts.first, let value = values[name] else { return "{\(parts.joined(separator: "|"))}" }
        switch value {
        case .text(let text): return text
        case .phrase(let reason): return reason.english
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
