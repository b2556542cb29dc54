/// Which proposals a view looks at: each part that says something must fit.
package struct Selection: Sendable, Hashable {
    package var lifecycles: [String]
    package var states: [String]
    package var notStates: [String]
    package var tracks: [String]
    /// `live` or `archive`; nil takes both.
    package var origin: String?
    /// Facts that are recorded, …
    package var facts: [String]
    /// … and facts that are not.
    package var lacking: [String]
    package var conditions: [Condition]

    package init(
        lifecycles: [String] = [], states: [String] = [], notStates: [String] = [], tracks: [String] = [],
        origin: String? = nil, facts: [String] = [], lacking: [String] = [], conditions: [Condition] = []
    ) {
        self.lifecycles = lifecycles
        self.states = states
        self.notStates = notStates
        self.tracks = tracks
        self.origin = origin
        self.facts = facts
        self.lacking = lacking
        self.conditions = conditions
    }

    /// One thing asked of what a datum says.
    package struct Condition: Sendable, Hashable {
        package var of: Datum
        /// One of its values is one of these.
        package var isAny: [Word]
        /// None of its values is one of these.
        package var isNone: [Word]
        /// It is not before this, …
        package var from: Word?
        /// … and not after that.
        package var to: Word?
        /// Whether it must say something at all, or nothing.
        package var isFilled: Bool?

        package init(
            _ of: Datum, isAny: [Word] = [], isNone: [Word] = [], from: Word? = nil, to: Word? = nil,
            isFilled: Bool? = nil
        ) {
            self.of = of
            self.isAny = isAny
            self.isNone = isNone
            self.from = from
            self.to = to
            self.isFilled = isFilled
        }

        package var words: [Word] { isAny + isNone + [from, to].compactMap { $0 } }
    }

    /// What a condition compares with.
    package enum Word: Sendable, Hashable {
        case literal(String)
        /// What the request gives under this name (`$year`); where it gives nothing, nothing is asked.
        case parameter(String)
        /// The day of the view (`today`).
        case today

        package init(_ text: String) {
            if text == "today" {
                self = .today
            } else if text.hasPrefix("$"), text.utf8.count > 1 {
                self = .parameter(String(text.dropFirst()))
            } else {
                self = .literal(text)
            }
        }
    }

    /// The names of what a request may give.
    package var parameters: [String] {
        conditions.flatMap(\.words).compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
