import CanonicalJSON
package import Lifecycle

/// Who asks for a change of a registry: with which offices in the forum, and whether as an administrator of the server.
package struct RegistryContext: Sendable {
    package var now: Instant
    package var account: String
    package var offices: [Office]
    /// Administrators of the server may do in any forum what the forum's own may.
    package var isServerAdministrator: Bool

    package init(now: Instant, account: String, offices: [Office], isServerAdministrator: Bool) {
        self.now = now
        self.account = account
        self.offices = offices
        self.isServerAdministrator = isServerAdministrator
    }
}

/// Decides a change of a registry: the events that follow (none where nothing changes), or why none does. Pure.
package func decide(
    _ command: RegistryCommand, _ registry: Registry, _ context: RegistryContext
) throws(Refusal) -> [EventDraft] {
    try RegistryDecider(registry: registry, context: context).decide(command)
}

struct RegistryDecider {
    let registry: Registry
    let context: RegistryContext

    func decide(_ command: RegistryCommand) throws(Refusal) -> [EventDraft] {
        switch command {
        case .setForum(let settings): return try setForum(settings)
        case .admitPartner(let partner): return try admit(partner)
        case .partnerLeft(let id, let day): return try leave(id, day)
        case .loadLifecycle(let definition, let digest): return try load(definition, digest)
        case .schedule(let meeting): return try schedule(meeting)
        case .hold(let id, let starts, let ends): return try hold(id, starts, ends)
        case .openAccount(let id, let name, let appointments): return try openAccount(id, name, appointments)
        case .appoint(let account, let appointment): return try appoint(account, appointment)
        case .endAppointment(let account, let number, let until):
            return try endAppointment(account, number, until)
        case .issueToken(let id, let account, let expires): return try issueToken(id, account, expires)
        case .revokeTokens(let account, let token): return try revoke(account, token)
        }
    }

    /// The actor in the role that the forum names for this, or as the server's administrator.
    private func actor(_ role: String?, _ doing: String) throws(Refusal) -> Actor {
        if let role, let office = context.offices.first(where: { $0.role == role }) {
            return Actor(account: context.account, office: office)
        }
        guard context.isServerAdministrator else {
            throw Refusal(.forbidden, "only \(role ?? "an administrator of the server") may \(doing)")
        }
        return Actor(account: context.account, office: Office(role: "admin"))
    }

    private func event(_ kind: EventKind, _ data: JSONObject, _ actor: Actor, decidedAt: Instant? = nil) -> EventDraft {
        EventDraft(kind, from: nil, to: nil, decidedAt: decidedAt ?? context.now, actor: actor, data: data)
    }

    private func opened() throws(Refusal) -> ForumSettings {
        guard let settings = registry.settings else {
            throw Refusal(.notFound, "there is no forum \"\(registry.forum)\"")
        }
        return settings
    }

    // MARK: forum, partners, lifecycles

    private func setForum(_ settings: ForumSettings) throws(Refusal) -> [EventDraft] {
        let actor = try actor(registry.settings?.accountRole, "open or change a forum")
        guard !settings.refPrefix.isEmpty, settings.refPrefix.utf8.count <= 16,
            settings.refPrefix.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) })
        else { throw .badField("ref_prefix", "1 to 16 capital letters or digits are needed") }
        if let present = registry.settings {
            guard present.refPrefix == settings.refPrefix else {
                throw .badField("ref_prefix", "refs begin with \(present.refPrefix) for good")
            }
            guard present != settings else { return [] }
        }
        return [event(registry.settings == nil ? .forumOpened : .forumChanged, settings.json, actor)]
    }

    private func admit(_ partner: Partner) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "admit a partner")
        try identifier(partner.id, "id")
        guard !partner.name.isEmpty, partner.name.utf8.count <= 200 else {
            throw .badField("name", "a name of at most 200 bytes is needed")
        }
        if let present = registry.partners[partner.id] {
            var same = partner
            same.left = same.left ?? present.left
            guard present != same else { return [] }
            return [event(.partnerChanged, same.json, actor)]
        }
        return [event(.partnerAdmitted, partner.json, actor)]
    }

    private func leave(_ id: String, _ day: CivilDate) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "record that a partner left")
        guard let partner = registry.partners[id] else { throw Refusal(.notFound, "\(id) is no partner of this forum") }
        guard partner.left != day else { return [] }
        return [event(.partnerLeft, ["id": .string(id), "left": .string(day.description)], actor)]
    }

    private func load(_ definition: LifecycleDefinition, _ digest: String) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "load a lifecycle")
        if registry.currentLifecycles[definition.id] == digest { return [] }
        if let same = registry.lifecycles.first(where: {
            $0.value.id == definition.id && $0.value.version == definition.version && $0.key != digest
        }) {
            throw .badField(
                "version",
                "version \(same.value.version) of \(definition.id) is loaded with another content; a definition is never "
                    + "edited once used: give it the next version")
        }
        if let present = registry.currentLifecycles[definition.id].flatMap({ registry.lifecycles[$0] }),
            present.version > definition.version
        {
            throw .badField("version", "version \(present.version) of \(definition.id) is loaded already")
        }
        return [
            event(
                .lifecycleLoaded,
                [
                    "id": .string(definition.id), "version": .integer(Int64(definition.version)),
                    "digest": .string(digest), "definition": definition.json,
                ], actor)
        ]
    }

    // MARK: meetings

    private func schedule(_ meeting: Meeting) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try meetingKeeper(settings)
        try identifier(meeting.id, "id")
        try identifier(meeting.kind, "kind")
        guard meeting.starts <= meeting.ends else {
            throw .badField("ends", "\(meeting.ends) is before the start, \(meeting.starts)")
        }
        for (key, text) in [("name", meeting.name), ("city", meeting.city ?? ""), ("country", meeting.country ?? "")]
        where text.utf8.count > 300 { throw .badField(key, "at most 300 bytes") }
        if var present = registry.meetings[meeting.id] {
            present.held = nil
            guard present != meeting else { return [] }
            return [event(.meetingChanged, meeting.json, actor)]
        }
        return [event(.meetingScheduled, meeting.json, actor)]
    }

    private func meetingKeeper(_ settings: ForumSettings) throws(Refusal) -> Actor {
        if let office = context.offices.first(where: { $0.role == settings.meetingRole }) {
            return Actor(account: context.account, office: office)
        }
        return try actor(settings.accountRole, "keep meetings besides \(settings.meetingRole)")
    }

    private func hold(_ id: String, _ starts: CivilDate, _ ends: CivilDate) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try meetingKeeper(settings)
        guard let meeting = registry.meetings[id] else { throw Refusal(.notFound, "\(id) is no meeting of this forum") }
        guard starts <= ends else { throw .badField("ends", "\(ends) is before the start, \(starts)") }
        guard ends <= context.now.date(hoursEast: LocalDay.hours) else {
            throw .badField("ends", "\(ends) is still to come; a meeting is recorded as held once it was held")
        }
        guard meeting.held != starts...ends else { return [] }
        return [
            event(
                .meetingHeld,
                ["id": .string(id), "starts": .string(starts.description), "ends": .string(ends.description)], actor)
        ]
    }

    // MARK: accounts

    private func openAccount(
        _ id: String, _ name: String?, _ appointments: [AppointmentCommand]
    ) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "open an account")
        guard registry.accounts[id] == nil else { throw .badField("account", "\(id) exists already") }
        var events = [event(.accountOpened, ["account": .string(id), "name": .optional(name)], actor)]
        for (index, appointment) in appointments.enumerated() {
            events.append(try appointmentMade(id, index + 1, appointment, actor))
        }
        return events
    }

    private func appoint(_ account: String, _ appointment: AppointmentCommand) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "appoint somebody")
        guard let present = registry.accounts[account] else {
            throw Refusal(.notFound, "there is no account \(account)")
        }
        let from = appointment.from ?? context.now
        if present.appointments.contains(where: {
            $0.office == appointment.office && $0.isHeld(at: from) && $0.until == appointment.until
        }) {
            return []
        }
        return [try appointmentMade(account, present.appointments.count + 1, appointment, actor)]
    }

    private func appointmentMade(
        _ account: String, _ number: Int, _ appointment: AppointmentCommand, _ actor: Actor
    ) throws(Refusal) -> EventDraft {
        let office = appointment.office
        try identifier(office.role, "role")
        if let partner = office.partner, registry.partners[partner] == nil {
            throw .badField("partner", "\"\(partner.prefix(40))\" is no partner of this forum")
        }
        if let group = office.group, registry.settings?.groups[group] == nil {
            let known = (registry.settings?.groups.keys.sorted() ?? []).joined(separator: ", ")
            throw .badField("group", "\"\(group.prefix(40))\" is no group of this forum; it has \(known)")
        }
        let from = appointment.from ?? context.now
        if let until = appointment.until, until <= from {
            throw .badField("until", "the appointment would end before it begins")
        }
        return event(
            .appointmentMade,
            [
                "account": .string(account), "number": .integer(Int64(number)), "office": .object(office.json),
                "from": .string(from.description), "until": .optional(appointment.until?.description),
            ], actor)
    }

    private func endAppointment(_ account: String, _ number: Int, _ until: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "end an appointment")
        guard let present = registry.accounts[account]?.appointments.first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "\(account) has no appointment \(number)")
        }
        let end = until ?? context.now
        if let already = present.until, already <= end { return [] }
        return [
            event(
                .appointmentEnded,
                [
                    "account": .string(account), "number": .integer(Int64(number)),
                    "until": .string(end.description),
                ], actor)
        ]
    }

    private func issueToken(_ id: String, _ account: String, _ expires: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "issue a token")
        guard registry.accounts[account] != nil else { throw Refusal(.notFound, "there is no account \(account)") }
        if let expires, expires <= context.now { throw .badField("expires", "\(expires) has passed already") }
        return [
            event(
                .tokenIssued,
                [
                    "token": .string(id), "account": .string(account), "expires": .optional(expires?.description),
                ], actor)
        ]
    }

    private func revoke(_ account: String, _ token: String?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, "revoke a token")
        guard registry.accounts[account] != nil else { throw Refusal(.notFound, "there is no account \(account)") }
        let live = registry.tokens.values.filter {
            $0.account == account && !$0.isRevoked && (token == nil || $0.id == token)
        }.sorted { $0.id < $1.id }
        if let token, live.isEmpty, registry.tokens[token]?.account != account {
            throw Refusal(.notFound, "\(account) has no token \(token)")
        }
        return live.map { event(.tokenRevoked, ["token": .string($0.id), "account": .string(account)], actor) }
    }

    private func identifier(_ text: String, _ key: String) throws(Refusal) {
        let isIdentifier = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        }
        guard !text.isEmpty, text.utf8.count <= 64, isIdentifier else {
            throw .badField(key, "1 to 64 letters, digits, '-', '.' or '_' are needed")
        }
    }
}
