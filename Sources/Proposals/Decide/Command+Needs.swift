package import Lifecycle

/// What must be known, besides the proposal or the registry that a command is about, before it can be decided.
package struct CommandNeeds: Sendable, Hashable {
    /// Whether the proposals must be known that look like the one it is about.
    package var alike = false
    /// The meeting of which it must be known what rests on it.
    package var meeting: String?

    package init(alike: Bool = false, meeting: String? = nil) {
        self.alike = alike
        self.meeting = meeting
    }

    /// What it is about is enough.
    package static let nothing = CommandNeeds()
}

extension Command {
    /// What it needs to be decided by the lifecycles of this registry: those of an act that none of them knows may have changed since,
    /// so that it is asked for more rather than for less.
    package func needs(in registry: Registry?) -> CommandNeeds {
        switch self {
        case .advance(let id, _, _, _):
            let known = registry?.lifecycles.values.compactMap { $0.transition(id) } ?? []
            return CommandNeeds(
                alike: known.isEmpty
                    || known.contains {
                        $0.effect == .openRound || $0.requirements.contains(where: \.asksForDuplicates)
                    })
        case .recordFact(let id, _, _):
            let known = registry?.lifecycles.values.compactMap { $0.fact(id) } ?? []
            return CommandNeeds(
                alike: known.isEmpty || known.contains { $0.requirements.contains(where: \.asksForDuplicates) })
        case .draft, .importRecord, .revise, .contestRevision, .contestPosition, .takePosition, .acknowledge, .note,
            .moveDeadline, .invite, .decideInvitation, .migrate, .file, .noteDeadline:
            return .nothing
        }
    }
}

extension RegistryCommand {
    /// What it needs to be decided.
    package var needs: CommandNeeds {
        switch self {
        case .schedule(let meeting): CommandNeeds(meeting: meeting.id)
        case .hold(let id, _, _): CommandNeeds(meeting: id)
        case .setForum, .closeForum, .admitPartner, .partnerLeft, .loadLifecycle, .openAccount, .appoint,
            .endAppointment, .issueToken, .revokeTokens, .drawList, .submitList, .setContact, .endContact,
            .circulateContacts, .registerKey, .endKey, .linkIdentity, .endIdentity, .erase:
            .nothing
        }
    }
}

extension RequirementUse {
    /// Whether it is judged by what looks like the proposal.
    package var asksForDuplicates: Bool { requirement is DuplicatesAnswered }
}
