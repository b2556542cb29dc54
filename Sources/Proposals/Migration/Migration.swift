package import CanonicalJSON
package import CivilTime

/// What becomes of one running proposal that is moved to a later version of its lifecycle: one line of a plan.
///
/// The text stays as it is, byte for byte, and so does what was decided: only the rules that are followed from here on change.
package struct Migration: Sendable, Hashable {
    /// The version that is followed now, and the one to be followed.
    package var from: LifecycleReference
    package var to: LifecycleReference
    package var state: String
    /// The same, or the state that takes its place where the new version has none of that name.
    package var toState: String
    /// What becomes of the open round; nil where none is open.
    package var round: RoundFate?
    /// Fields of the text that the new form does not know: they stay as they were written.
    package var lacks: [String]
    /// Fields that the new version asks for by a move that was made already, and that are empty.
    package var unfilled: [String]

    package enum RoundFate: String, Sendable, Hashable, CaseIterable {
        case kept
        case closed
    }

    /// The line without the proposal's ref and version.
    package var json: JSONObject {
        [
            "from": .object(from.json), "to": .object(to.json), "state": .string(state), "to_state": .string(toState),
            "round": .optional(round?.rawValue), "lacks": .strings(lacks), "unfilled": .strings(unfilled),
        ]
    }

    /// The keys of ``json``.
    package static let members = ["from", "to", "state", "to_state", "round", "lacks", "unfilled"]

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "migration")
        from = try LifecycleReference(json: try reader.object("from"))
        to = try LifecycleReference(json: try reader.object("to"))
        state = try reader.text("state")
        toState = try reader.text("to_state")
        round = try Migration.fate(reader)
        lacks = try reader.texts("lacks")
        unfilled = try reader.texts("unfilled")
    }

    init(
        from: LifecycleReference, to: LifecycleReference, state: String, toState: String, round: RoundFate?,
        lacks: [String], unfilled: [String]
    ) {
        self.from = from
        self.to = to
        self.state = state
        self.toState = toState
        self.round = round
        self.lacks = lacks
        self.unfilled = unfilled
    }

    static func fate(_ reader: EventReader) throws(EventError) -> RoundFate? {
        guard let word = reader.optionalText("round") else { return nil }
        guard let fate = RoundFate(rawValue: word) else {
            throw EventError("a round is kept or closed by a migration, not \(word)")
        }
        return fate
    }

    /// The members in which this line differs from another.
    func differences(from other: Migration) -> [String] {
        let (mine, others) = (json, other.json)
        return mine.keys.filter { mine[$0] != others[$0] }
    }
}

/// One migration as it was made.
package struct MigrationRecord: Sendable, Hashable {
    /// The version of the event that made it.
    package var version: Int
    package var recordedAt: Instant
    package var from: LifecycleReference
    package var to: LifecycleReference
    package var state: String
    package var toState: String
    /// SHA-256 of the plan that named it, as hex.
    package var plan: String?
    /// Whether the whole forum saw the proposal before; what was shared does not vanish under other rules.
    package var wasShared: Bool
}
