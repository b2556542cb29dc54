/// The stances that a partner may take in a round.
package enum Stance: String, Sendable, Hashable, CaseIterable {
    case support
    case noObjection = "no-objection"
    case reservation
    case objection
    /// No objection deemed after the deadline, where a lifecycle allows silence; an event of its own kind, never a partner's act.
    case tacit
}

/// Who takes positions and what each needs.
package struct PositionRules: Sendable, Hashable {
    /// The role (of ``RoleDefinition``) that speaks for a partner on the roster.
    package var role: String
    /// The appointment role whose holder may relay for a partner of its group; nil where none may.
    package var relayedBy: String?
    /// The attribute of partners that an appointment's group refers to.
    package var groupAttribute: String
    /// Stances that need a reason.
    package var reasonFor: [Stance]
    /// The tracks on which positions are taken; empty means on all.
    package var tracks: [String]
    /// Which partners stand on a roster; nil where all do.
    package var roster: RosterRule?

    /// The partners whose attribute has one of these values.
    package struct RosterRule: Sendable, Hashable {
        package var attribute: String
        package var values: [String]

        package init(attribute: String, values: [String]) {
            self.attribute = attribute
            self.values = values
        }
    }

    package init(
        role: String, relayedBy: String?, groupAttribute: String, reasonFor: [Stance], tracks: [String] = [],
        roster: RosterRule? = nil
    ) {
        self.roster = roster
        self.role = role
        self.relayedBy = relayedBy
        self.groupAttribute = groupAttribute
        self.reasonFor = reasonFor
        self.tracks = tracks
    }

    /// Whether a partner with these attributes is asked for a position.
    package func asks(_ attributes: [String: String]) -> Bool {
        roster.map { rule in attributes[rule.attribute].map(rule.values.contains) ?? false } ?? true
    }

    /// No positions are taken.
    package static let none = PositionRules(role: "", relayedBy: nil, groupAttribute: "group", reasonFor: [])
}

/// When consensus stands.
package struct ConsensusRule: Sendable, Hashable {
    /// The stances that count for it; every partner on the roster must hold one of them.
    package var counting: [Stance]
    package var silence: Silence

    /// What a partner's silence means.
    package enum Silence: String, Sendable, Hashable, CaseIterable {
        /// Silence never counts.
        case never
        /// After the deadline, a partner that acknowledged receipt and stayed silent is taken to have no objection.
        case tacitAfterDeadline = "tacit-after-deadline"
    }

    package init(counting: [Stance], silence: Silence) {
        self.counting = counting
        self.silence = silence
    }

    /// Nothing asks for consensus.
    package static let none = ConsensusRule(counting: [], silence: .never)

    /// Whether a stance counts; a tacit one does wherever silence does.
    package func counts(_ stance: Stance) -> Bool {
        switch stance {
        case .tacit: silence == .tacitAfterDeadline
        case .support, .noObjection, .reservation, .objection: counting.contains(stance)
        }
    }
}

/// How somebody outside the forum is invited: a decision of its own per invitee and event, over the same roster.
package struct InvitationRules: Sendable, Hashable {
    package var states: [String]
    package var roles: [String]
    package var decidedBy: [String]
    /// Kinds of meeting that may decide.
    package var meetingKinds: [String]
    package var source: String

    package init(states: [String], roles: [String], decidedBy: [String], meetingKinds: [String], source: String) {
        self.states = states
        self.roles = roles
        self.decidedBy = decidedBy
        self.meetingKinds = meetingKinds
        self.source = source
    }
}
