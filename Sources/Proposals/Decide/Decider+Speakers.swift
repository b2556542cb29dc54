import Lifecycle

extension Decider {
    /// The actor's offices that speak for a partner.
    private var speakingOffices: [Office] {
        let role = definition.role(definition.positions.role)
        return context.offices.filter { role?.heldBy.contains($0.role) ?? false }
    }

    private var speakerLabel: String { definition.role(definition.positions.role)?.label ?? definition.positions.role }

    /// Refuses an actor that speaks for nobody, before anything else is looked at.
    func mustSpeak(_ relayed: Relay?) throws(Refusal) {
        guard relayed != nil else {
            guard !speakingOffices.isEmpty else {
                throw Refusal(.forbidden, "only \(speakerLabel) may speak for a partner")
            }
            return
        }
        guard let role = definition.positions.relayedBy else {
            throw Refusal(.forbidden, "nobody may relay positions here")
        }
        guard context.holds(role) else { throw Refusal(.forbidden, "only a \(role) may relay a position") }
    }

    /// For whom the actor speaks: its own partner, or, relaying, one of its group.
    func speaker(
        _ named: String?, _ relayed: Relay?, _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        try mustSpeak(relayed)
        guard let relayed else { return try ownSpeaker(named, roster) }
        guard relayed.receivedAt <= context.now else {
            throw .badField("relayed", "\"received_at\" lies in the future")
        }
        guard let partner = named else { throw .badField("partner", "say whose position is relayed") }
        guard let entry = roster.first(where: { $0.partner == partner }) else { throw notOnRoster(partner) }
        let coordinators = context.offices.filter { $0.role == definition.positions.relayedBy }
        for office in coordinators {
            guard let group = office.group else { continue }
            if context.registry.group(
                group, contains: partner, attributes: entry.attributes, attribute: definition.positions.groupAttribute)
            {
                return (partner, Actor(account: context.account, office: office))
            }
        }
        let groups = coordinators.compactMap(\.group).joined(separator: ", ")
        throw Refusal(
            .forbidden,
            groups.isEmpty
                ? "you coordinate no group, so you relay for nobody"
                : "\(partner) is not of the group you coordinate (\(groups))")
    }

    private func ownSpeaker(
        _ named: String?, _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        var partners: [String] = []
        for partner in speakingOffices.compactMap(\.partner) where !partners.contains(partner) {
            partners.append(partner)
        }
        guard !partners.isEmpty else { throw Refusal(.forbidden, "your office speaks for no partner") }
        guard let partner = named ?? (partners.count == 1 ? partners.first : nil) else {
            throw .badField("partner", "say for which of \(partners.joined(separator: ", ")) you speak")
        }
        guard let office = speakingOffices.first(where: { $0.partner == partner }) else {
            throw Refusal(.forbidden, "you speak for \(partners.joined(separator: ", ")), not for \(partner)")
        }
        guard roster.contains(where: { $0.partner == partner }) else { throw notOnRoster(partner) }
        return (partner, Actor(account: context.account, office: office))
    }

    private func notOnRoster(_ partner: String) -> Refusal {
        .unmet("roster", "\(partner) is not on the roster of this round, which was frozen when it was circulated")
    }

    /// Whoever speaks for a partner on the roster.
    func anySpeaker(_ roster: [RosterEntry]) throws(Refusal) -> Actor {
        let office = speakingOffices.first { office in roster.contains { $0.partner == office.partner } }
        guard let office else {
            throw Refusal(.forbidden, "only \(speakerLabel) of a partner on the roster may contest a revision")
        }
        return Actor(account: context.account, office: office)
    }
}
