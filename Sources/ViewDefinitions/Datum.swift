import Wording

/// One thing that a view reads from a proposal, as its definition names it: a closed vocabulary, never code.
package indirect enum Datum: Sendable, Hashable {
    case ref
    /// The year that stands in the ref.
    case refYear
    case state
    case stateLabel
    /// Which of the view's statuses its state belongs to.
    case status
    case track
    case origin
    case proposer
    case lifecycle
    /// The day on which it was entered.
    case opened
    /// The day on which it came into its present state.
    case entered
    case daysInState
    case field(String)
    /// A text of the record that it was imported from.
    case source(String)
    /// An input of the newest record of a fact.
    case fact(String, input: String)
    /// The day of the newest record of a fact.
    case factDay(String)
    /// An input of the last move by a transition.
    case move(String, input: String)
    /// The day of the last move by a transition.
    case moveDay(String)
    case daysUntil(Datum)
    case daysSince(Datum)
    /// By how many days a day and so many more have passed; nothing while they have not.
    case overdue(days: Int, Datum)
    case year(Datum)
    /// This attribute of each partner named.
    case attribute(String, Datum)
    /// The forum's groups that hold a partner named.
    case groups(Datum)
    /// The first of these that says something.
    case first([Datum])
}

extension Datum {
    /// Reads the form in which files write it (`days-until field starts`, `fact implemented ends else field ends`).
    package init(_ text: String) throws(DatumFault) {
        var words = text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)[...]
        guard !words.isEmpty else { throw DatumFault("nothing is named") }
        self = try Datum.read(&words)
        guard words.isEmpty else { throw DatumFault("\"\(words.joined(separator: " "))\" follows what is complete") }
    }

    private static func read(_ words: inout ArraySlice<String>) throws(DatumFault) -> Datum {
        var alternatives = [try one(&words)]
        while words.first == "else" {
            words.removeFirst()
            alternatives.append(try one(&words))
        }
        return alternatives.count == 1 ? alternatives[0] : .first(alternatives)
    }

    private static func one(_ words: inout ArraySlice<String>) throws(DatumFault) -> Datum {
        let name = try next(&words, "something to read")
        if let plain = plain[name] { return plain }
        guard let word = Word(rawValue: name) else {
            let known = plain.keys.sorted() + Word.allCases.map(\.usage) + ["… else …"]
            throw DatumFault("\"\(name)\" is not something that a view reads; use one of \(known.listed)")
        }
        switch word {
        case .field: return .field(try next(&words, "a field"))
        case .source: return .source(try next(&words, "a key of the imported record"))
        case .fact: return .fact(try next(&words, "a fact"), input: try next(&words, "one of its inputs"))
        case .factDay: return .factDay(try next(&words, "a fact"))
        case .move: return .move(try next(&words, "a transition"), input: try next(&words, "one of its inputs"))
        case .moveDay: return .moveDay(try next(&words, "a transition"))
        case .daysUntil: return .daysUntil(try read(&words))
        case .daysSince: return .daysSince(try read(&words))
        case .overdue:
            let days = try next(&words, "a number of days")
            guard let count = Int(days), (0...36_500).contains(count) else {
                throw DatumFault("\"\(days)\" is not a number of days")
            }
            return .overdue(days: count, try read(&words))
        case .year: return .year(try read(&words))
        case .attribute: return .attribute(try next(&words, "an attribute"), try read(&words))
        case .groups: return .groups(try read(&words))
        }
    }

    private static func next(_ words: inout ArraySlice<String>, _ what: String) throws(DatumFault) -> String {
        guard let word = words.popFirst(), word != "else" else { throw DatumFault("\(what) is missing") }
        return word
    }

    private static let plain: [String: Datum] = [
        "ref": .ref, "ref-year": .refYear, "state": .state, "state-label": .stateLabel, "status": .status,
        "track": .track, "origin": .origin, "proposer": .proposer, "lifecycle": .lifecycle, "opened": .opened,
        "entered": .entered, "days-in-state": .daysInState,
    ]

    /// What is followed by words of its own.
    private enum Word: String, CaseIterable {
        case field, source, fact
        case factDay = "fact-day"
        case move
        case moveDay = "move-day"
        case daysUntil = "days-until"
        case daysSince = "days-since"
        case overdue
        case year = "year-of"
        case attribute
        case groups = "groups-of"

        /// As it is told to somebody who misspelled one.
        var usage: String {
            switch self {
            case .field, .source: rawValue + " KEY"
            case .fact: rawValue + " ID INPUT"
            case .factDay: rawValue + " ID"
            case .move: rawValue + " TRANSITION INPUT"
            case .moveDay: rawValue + " TRANSITION"
            case .daysUntil, .daysSince, .year, .groups: rawValue + " …"
            case .overdue: rawValue + " DAYS …"
            case .attribute: rawValue + " NAME …"
            }
        }
    }

    /// This and everything that it is made of.
    package var parts: [Datum] {
        switch self {
        case .daysUntil(let inner), .daysSince(let inner), .overdue(_, let inner), .year(let inner),
            .attribute(_, let inner), .groups(let inner):
            [self] + inner.parts
        case .first(let several): [self] + several.flatMap(\.parts)
        case .ref, .refYear, .state, .stateLabel, .status, .track, .origin, .proposer, .lifecycle, .opened, .entered,
            .daysInState, .field, .source, .fact, .factDay, .move, .moveDay:
            [self]
        }
    }
}

/// Why a text names nothing that a view reads.
package struct DatumFault: Error, Sendable, Hashable {
    package let sentence: String

    package init(_ sentence: String) { self.sentence = sentence }
}
