/// The form of a proposal: its fields, as data.
package struct FormDefinition: Sendable, Hashable {
    package var id: String
    package var version: Int
    package var fields: [FieldDefinition]

    package init(id: String, version: Int, fields: [FieldDefinition]) {
        self.id = id
        self.version = version
        self.fields = fields
    }

    package func field(_ key: String) -> FieldDefinition? { fields.first { $0.key == key } }
}

/// One field of a form.
package struct FieldDefinition: Sendable, Hashable {
    package var key: String
    package var label: String
    package var type: FieldType
    /// Where it comes from (`AECF 25`, `Way Forward 5(c)`).
    package var source: String
    package var help: String
    /// By which moves it must be filled.
    package var needs: [Need]
    /// The roles that may write it; empty means the proposer and the organisers.
    package var writers: [String]
    /// A change of it is always substantive.
    package var neverEditorial: Bool
    /// It may still change after the decision, as an event.
    package var afterDecision: Bool
    /// Personal data: it stands beside the events, which carry a salted commitment to it.
    package var isPersonal: Bool

    /// The point by which a field must be filled.
    package struct Need: Sendable, Hashable {
        package var transition: String
        /// On which tracks; empty means on all.
        package var tracks: [String]
        /// Demanded, or only hinted at.
        package var isHint: Bool

        package init(transition: String, tracks: [String] = [], isHint: Bool = false) {
            self.transition = transition
            self.tracks = tracks
            self.isHint = isHint
        }
    }

    package enum FieldType: Sendable, Hashable {
        case text(limit: Int)
        case date
        case integer(minimum: Int64, maximum: Int64)
        /// `{"currency": ISO 4217 code, "amount": decimal text}`.
        case money
        /// Text for a place (`Brussels, Belgium`), up to a limit.
        case place(limit: Int)
        /// One of the choices.
        case choice([String])
        /// A list of the choices, each once; where none are named, of any short texts.
        case choices([String], limit: Int)
        /// A list of partner ids, each once.
        case partners(limit: Int)
        /// A list of `{partner or organisation, body, contact}`.
        case organisers(limit: Int)
        /// A list of document titles or addresses.
        case documents(limit: Int)
        /// A list of `{ref, answer}`.
        case answers(limit: Int)
        /// The ref of another proposal.
        case reference
    }

    package init(
        key: String, label: String, type: FieldType, source: String = "", help: String = "", needs: [Need] = [],
        writers: [String] = [], neverEditorial: Bool = false, afterDecision: Bool = false, isPersonal: Bool = false
    ) {
        self.key = key
        self.label = label
        self.type = type
        self.source = source
        self.help = help
        self.needs = needs
        self.writers = writers
        self.neverEditorial = neverEditorial
        self.afterDecision = afterDecision
        self.isPersonal = isPersonal
    }
}
