/// One transition: from where to where, who may make it, what it needs.
package struct TransitionDefinition: Sendable, Hashable {
    package var id: String
    package var label: String
    package var from: [String]
    /// The state it leads to; nil for an undo, which restores the state before the last move.
    package var to: String?
    /// Names of ``RoleDefinition``s, any of which is enough.
    package var roles: [String]
    package var effect: Effect
    /// What the actor gives with the act (`reason`, `meeting`, …).
    package var inputs: [InputDefinition]
    package var requirements: [RequirementUse]

    /// What a move does besides changing the state.
    package enum Effect: String, Sendable, Hashable, CaseIterable {
        case none
        /// Freezes text digest, roster, round, track and deadline, and opens a new round.
        case openRound = "open-round"
        /// Ends the round; its positions stay in history.
        case endRound = "end-round"
        /// Undoes the last move, by the office that made it.
        case undo
    }

    package init(
        id: String, label: String, from: [String], to: String?, roles: [String], effect: Effect = .none,
        inputs: [InputDefinition] = [], requirements: [RequirementUse] = []
    ) {
        self.id = id
        self.label = label
        self.from = from
        self.to = to
        self.roles = roles
        self.effect = effect
        self.inputs = inputs
        self.requirements = requirements
    }
}

/// One thing that the actor gives with an act.
package struct InputDefinition: Sendable, Hashable {
    package var key: String
    package var label: String
    package var type: InputType
    package var isRequired: Bool
    /// What a choice that is left out means.
    package var fallback: String?

    package enum InputType: Sendable, Hashable {
        case text(limit: Int)
        case date
        case instant
        case integer(minimum: Int64, maximum: Int64)
        case choice([String])
        /// One of the lifecycle's tracks.
        case track
        /// The id of a meeting of the forum.
        case meeting
        /// A list of form keys.
        case fieldKeys
        /// The id of a partner of the forum.
        case partner
        /// `{"currency": ISO 4217 code, "amount": decimal text}`.
        case money
        /// New values of form fields, which the move writes into the text: of these keys, or of any but personal ones.
        case changes([String])
        /// The address of a page on the web.
        case address(limit: Int)
        /// How many partners: from 1 to as many as were asked.
        case partnerCount
    }

    package init(key: String, label: String, type: InputType, isRequired: Bool, fallback: String? = nil) {
        self.key = key
        self.label = label
        self.type = type
        self.isRequired = isRequired
        self.fallback = fallback
    }
}

extension InputDefinition {
    /// Whether it gives new values of form fields.
    package var isChanges: Bool { if case .changes = type { true } else { false } }
}

/// A fact that may be recorded: who, in which states, on what conditions. It does not move the state.
package struct FactDefinition: Sendable, Hashable {
    package var id: String
    package var label: String
    package var states: [String]
    package var roles: [String]
    package var inputs: [InputDefinition]
    package var requirements: [RequirementUse]
    /// Whether it may be recorded again (a correction); the newest one counts.
    package var isRepeatable: Bool
    /// Nobody waits for it: it stands in no inbox.
    package var isVoluntary: Bool

    package init(
        id: String, label: String, states: [String], roles: [String], inputs: [InputDefinition] = [],
        requirements: [RequirementUse] = [], isRepeatable: Bool = true, isVoluntary: Bool = false
    ) {
        self.id = id
        self.label = label
        self.states = states
        self.roles = roles
        self.inputs = inputs
        self.requirements = requirements
        self.isRepeatable = isRepeatable
        self.isVoluntary = isVoluntary
    }
}
