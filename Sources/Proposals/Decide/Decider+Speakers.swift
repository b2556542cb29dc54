import Lifecycle

/// What is refused to somebody who speaks for a partner, or relays what one said.
enum SpeakerSentence: String, EngineSentence {
    static let room = "speaker"

    case toSpeak = "speak for a partner"
    case nobodyRelays = "nobody may relay positions here"
    case mayNotRelay = "only a {role} may relay a position"
    case coordinatesNone = "you coordinate no group, so you cannot relay positions"
    case notInGroup = "{partner} is not in the group you coordinate ({groups})"
    case noPartner = "your office does not speak for a partner"
    case anotherPartner = "you speak for {partners}, not for {partner}"
    case notOnRoster = "{partner} is not on the roster of this round, which was frozen when it was circulated"
    case mayNotContest = "only {role} of a partner on the roster may contest a revision"
}

extension Decider {
    /// The actor's offices that speak for a partner.
    private var speakingOffices: [Office] { context.offices.filter { lifecycle.speakers.contains($0.role) } }

    private var speakerRoles: [Capable] { lifecycle.speakers.map { Capable(role: $0) } }

    /// Refuses an actor that speaks for nobody, before anything else is looked at.
    func mustSpeak(_ relayed: Relay?) throws(Refusal) {
        guard relayed != nil else {
            guard context.offices.contains(where: { lifecycle.speakers.contains($0.role) }) else {
                throw .forbidden(.only([lifecycle.speakerLabel], may: SpeakerSentence.toSpeak), who: speakerRoles)
            }
            return
        }
        guard let role = definition.positions.relayedBy else {
            throw .forbidden(Reason(SpeakerSentence.nobodyRelays), who: [])
        }
        guard context.holds(role) else {
            throw .forbidden(
                Reason(SpeakerSentence.mayNotRelay, ["role": .text(role)]), who: [Capable(role: role)])
        }
    }

    /// For whom the actor speaks: its own partner, or, relaying, one of its group.
    func speaker(
        _ named: String?, _ relayed: Relay?, _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        try mustSpeak(relayed)
        guard let relayed else { return try ownSpeaker(named, roster) }
        guard relayed.receivedAt <= context.now else {
            throw .badField("relayed", "\"received_at\" is in the future")
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
        let groups = coordinators.compactMap(\.group)
        throw .forbidden(
            groups.isEmpty
                ? Reason(SpeakerSentence.coordinatesNone)
                : Reason(SpeakerSentence.notInGroup, ["partner": .text(partner), "groups": .list(groups)]),
            who: relayers(for: entry))
    }

    /// The offices that may relay for a partner: those of the groups that hold it.
    private func relayers(for entry: RosterEntry) -> [Capable] {
        guard let role = definition.positions.relayedBy else { return [] }
        let attribute = definition.positions.groupAttribute
        // Where the forum names no groups, the attribute's values are the groups.
        let groups = context.registry.settings?.groups.keys.sorted() ?? []
        let named = groups.isEmpty ? [entry.attributes[attribute]].compactMap(\.self) : groups
        return named.filter {
            context.registry.group(
                $0, contains: entry.partner, attributes: entry.attributes, attribute: attribute)
        }.map { Capable(role: role, group: $0) }
    }

    private func ownSpeaker(
        _ named: String?, _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        let offices = speakingOffices
        var partners: [String] { offices.compactMap(\.partner).uniqued }
        guard let first = offices.first(where: { $0.partner != nil })?.partner else {
            throw .forbidden(Reason(SpeakerSentence.noPartner), who: speakerRoles)
        }
        guard let partner = named ?? (offices.allSatisfy { ($0.partner ?? first) == first } ? first : nil) else {
            throw .badField("partner", "say which of \(partners.joined(separator: ", ")) you speak for")
        }
        guard let office = offices.first(where: { $0.partner == partner }) else {
            throw .forbidden(
                Reason(SpeakerSentence.anotherPartner, ["partners": .list(partners), "partner": .text(partner)]),
                who: definition.speakers(roster.map(\.partner).filter { $0 == partner }))
        }
        guard roster.contains(where: { $0.partner == partner }) else { throw notOnRoster(partner) }
        return (partner, Actor(account: context.account, office: office))
    }

    private func notOnRoster(_ partner: String) -> Refusal {
        .unmet("roster", Reason(SpeakerSentence.notOnRoster, ["partner": .text(partner)]))
    }

    /// Whoever speaks for a partner on the roster.
    func anySpeaker(_ roster: [RosterEntry]) throws(Refusal) -> Actor {
        let office = speakingOffices.first { office in roster.contains { $0.partner == office.partner } }
        guard let office else {
            throw .forbidden(
                Reason(SpeakerSentence.mayNotContest, ["role": .text(lifecycle.speakerLabel)]), who: speakerRoles)
        }
        return Actor(account: context.account, office: office)
    }
}
