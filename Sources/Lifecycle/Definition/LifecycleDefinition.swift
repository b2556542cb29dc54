package import CanonicalJSON
package import Documents
package import Sharing

/// The lifecycle of a kind of proposal: its states, transitions, roles and requirements, with the form. Data, versioned, never edited once used.
///
/// It holds much and is handed to every decision: a copy is one reference.
package struct LifecycleDefinition: Sendable, Hashable {
    @usableFromInline var parts: Shared<Parts>

    /// What a definition holds.
    @usableFromInline struct Parts: Sendable, Hashable {
        @usableFromInline var id: String
        @usableFromInline var version: Int
        @usableFromInline var title: String
        @usableFromInline var states: [StateDefinition]
        @usableFromInline var initial: String
        @usableFromInline var tracks: [TrackDefinition]
        @usableFromInline var trackField: String?
        @usableFromInline var roles: [RoleDefinition]
        @usableFromInline var positions: PositionRules
        @usableFromInline var consensus: ConsensusRule
        @usableFromInline var transitions: [TransitionDefinition]
        @usableFromInline var facts: [FactDefinition]
        @usableFromInline var invitations: InvitationRules?
        @usableFromInline var documents: DocumentRules?
        @usableFromInline var checklist: [ChecklistItem]
        @usableFromInline var form: FormDefinition
    }

    /// The name by which proposals refer to it.
    @inlinable package var id: String {
        _read { yield parts.value.id }
        _modify { yield &parts.value.id }
    }
    @inlinable package var version: Int {
        _read { yield parts.value.version }
        _modify { yield &parts.value.version }
    }
    @inlinable package var title: String {
        _read { yield parts.value.title }
        _modify { yield &parts.value.title }
    }
    @inlinable package var states: [StateDefinition] {
        _read { yield parts.value.states }
        _modify { yield &parts.value.states }
    }
    /// The state in which a draft begins.
    @inlinable package var initial: String {
        _read { yield parts.value.initial }
        _modify { yield &parts.value.initial }
    }
    /// The tracks a circulation may choose from; empty where there is only one way.
    @inlinable package var tracks: [TrackDefinition] {
        _read { yield parts.value.tracks }
        _modify { yield &parts.value.tracks }
    }
    /// The choice of the form whose value is the track; nil where a circulation chooses it.
    @inlinable package var trackField: String? {
        _read { yield parts.value.trackField }
        _modify { yield &parts.value.trackField }
    }
    /// Who the transitions speak of, and which appointments make somebody that.
    @inlinable package var roles: [RoleDefinition] {
        _read { yield parts.value.roles }
        _modify { yield &parts.value.roles }
    }
    @inlinable package var positions: PositionRules {
        _read { yield parts.value.positions }
        _modify { yield &parts.value.positions }
    }
    @inlinable package var consensus: ConsensusRule {
        _read { yield parts.value.consensus }
        _modify { yield &parts.value.consensus }
    }
    @inlinable package var transitions: [TransitionDefinition] {
        _read { yield parts.value.transitions }
        _modify { yield &parts.value.transitions }
    }
    /// Facts that may be recorded without moving the state.
    @inlinable package var facts: [FactDefinition] {
        _read { yield parts.value.facts }
        _modify { yield &parts.value.facts }
    }
    @inlinable package var invitations: InvitationRules? {
        _read { yield parts.value.invitations }
        _modify { yield &parts.value.invitations }
    }
    /// Which documents may be filed; nil where none may.
    @inlinable package var documents: DocumentRules? {
        _read { yield parts.value.documents }
        _modify { yield &parts.value.documents }
    }
    /// The rule's own sentences, for a reader's checklist.
    @inlinable package var checklist: [ChecklistItem] {
        _read { yield parts.value.checklist }
        _modify { yield &parts.value.checklist }
    }
    @inlinable package var form: FormDefinition {
        _read { yield parts.value.form }
        _modify { yield &parts.value.form }
    }

    package init(
        id: String, version: Int, title: String, states: [StateDefinition], initial: String,
        tracks: [TrackDefinition] = [], trackField: String? = nil, roles: [RoleDefinition],
        positions: PositionRules = .none, consensus: ConsensusRule = .none, transitions: [TransitionDefinition],
        facts: [FactDefinition] = [], invitations: InvitationRules? = nil,
        documents: DocumentRules? = nil, checklist: [ChecklistItem] = [], form: FormDefinition
    ) {
        parts = Shared(
            Parts(
                id: id, version: version, title: title, states: states, initial: initial, tracks: tracks,
                trackField: trackField, roles: roles, positions: positions, consensus: consensus,
                transitions: transitions, facts: facts, invitations: invitations, documents: documents,
                checklist: checklist, form: form))
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
