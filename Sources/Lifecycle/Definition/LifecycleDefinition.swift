package import CanonicalJSON
package import Documents

/// The lifecycle of a kind of proposal: its states, transitions, roles and requirements, with the form. Data, versioned, never edited once used.
package struct LifecycleDefinition: Sendable, Hashable {
    /// The name by which proposals refer to it.
    package var id: String
    package var version: Int
    package var title: String
    package var states: [StateDefinition]
    /// The state in which a draft begins.
    package var initial: String
    /// The tracks a circulation may choose from; empty where there is only one way.
    package var tracks: [TrackDefinition]
    /// The choice of the form whose value is the track; nil where a circulation chooses it.
    package var trackField: String?
    /// Who the transitions speak of, and which appointments make somebody that.
    package var roles: [RoleDefinition]
    package var positions: PositionRules
    package var consensus: ConsensusRule
    package var transitions: [TransitionDefinition]
    /// Facts that may be recorded without moving the state.
    package var facts: [FactDefinition]
    package var invitations: InvitationRules?
    /// Which documents may be filed; nil where none may.
    package var documents: DocumentRules?
    /// The rule's own sentences, for a reader's checklist.
    package var checklist: [ChecklistItem]
    package var form: FormDefinition

    package init(
        id: String, version: Int, title: String, states: [StateDefinition], initial: String,
        tracks: [TrackDefinition] = [], trackField: String? = nil, roles: [RoleDefinition],
        positions: PositionRules = .none, consensus: ConsensusRule = .none, transitions: [TransitionDefinition],
        facts: [FactDefinition] = [], invitations: InvitationRules? = nil,
        documents: DocumentRules? = nil, checklist: [ChecklistItem] = [], form: FormDefinition
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.states = states
        self.initial = initial
        self.tracks = tracks
        self.trackField = trackField
        self.roles = roles
        self.positions = positions
        self.consensus = consensus
        self.transitions = transitions
        self.facts = facts
        self.invitations = invitations
        self.documents = documents
        self.checklist = checklist
        self.form = form
    }

    package func state(_ id: String) -> StateDefinition? { states.first { $0.id == id } }
    package func transition(_ id: String) -> TransitionDefinition? { transitions.first { $0.id == id } }
    package func role(_ id: String) -> RoleDefinition? { roles.first { $0.id == id } }
    package func fact(_ id: String) -> FactDefinition? { facts.first { $0.id == id } }

    /// The track that a text is on, where a field says so.
    package func track(of fields: JSONObject) -> String? { trackField.flatMap { fields[$0]?.string } }
}

/// One state of a lifecycle.
package struct StateDefinition: Sendable, Hashable {
    package var id: String
    /// What people see (`On ballot`).
    package var label: String
    /// Nothing leaves a final state.
    package var isFinal: Bool
    package var visibility: Visibility
    package var revision: RevisionRule
    /// Whether positions are taken while a proposal stands here.
    package var takesPositions: Bool

    /// Who may see a proposal in this state.
    package enum Visibility: String, Sendable, Hashable, CaseIterable {
        /// The proposing partner and the named organisers' partners.
        case organisers
        /// Everyone appointed in the forum.
        case forum
    }

    /// What a revision does in this state.
    package enum RevisionRule: String, Sendable, Hashable, CaseIterable {
        /// The text is free to change.
        case free
        /// A substantive change closes the round; an editorial one keeps positions and may be contested.
        case rounds
        /// Only fields that the form marks as open after the decision.
        case afterDecision = "after-decision"
        /// Only fields that name their writers.
        case assigned
        case none
    }

    package init(
        id: String, label: String, isFinal: Bool = false, visibility: Visibility = .forum,
        revision: RevisionRule = .none, takesPositions: Bool = false
    ) {
        self.id = id
        self.label = label
        self.isFinal = isFinal
        self.visibility = visibility
        self.revision = revision
        self.takesPositions = takesPositions
    }
}

/// One way in which a proposal may be circulated.
package struct TrackDefinition: Sendable, Hashable {
    package var id: String
    package var label: String

    package init(id: String, label: String) {
        self.id = id
        self.label = label
    }
}

/// One sentence of the rule that a lifecycle follows, and what bears on it.
package struct ChecklistItem: Sendable, Hashable {
    package var text: String
    package var source: String
    /// Form fields by which the proposer declares it.
    package var fields: [String]
    /// Requirement names (``Requirement/name``) of this transition that check it.
    package var transition: String?
    package var requirements: [String]
    /// Whether it is for the partners to judge, beyond what can be checked.
    package var isJudged: Bool

    package init(
        text: String, source: String, fields: [String] = [], transition: String? = nil, requirements: [String] = [],
        isJudged: Bool = false
    ) {
        self.text = text
        self.source = source
        self.fields = fields
        self.transition = transition
        self.requirements = requirements
        self.isJudged = isJudged
    }
}
