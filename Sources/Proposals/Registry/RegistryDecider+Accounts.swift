import CanonicalJSON
import CivilTime
import Lifecycle

/// What only some may do with accounts.
enum AccountSentence: String, EngineSentence {
    static let room = "accounts"

    case toOpen = "open an account"
    case toAppoint = "appoint somebody"
    case toEndAppointment = "end an appointment"
    case toIssueToken = "issue a token"
    case toRevokeToken = "revoke a token"
}

extension RegistryDecider {
    func openAccount(
        _ id: String, _ name: String?, _ appointments: [AppointmentCommand]
    ) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, AccountSentence.toOpen)
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == registry.forum, RegistryDecider.isIdentifier(parts[1], limit: 80) else {
            throw .badField("account", "\"\(id.prefix(100))\" does not fit: \(registry.forum)/ and a name are needed")
        }
        if let name, !PlainText.isCommitment(name) {
            throw .badField("name", "a person's name is kept beside the record; a commitment to it is needed here")
        }
        guard registry.accounts[id] == nil else { throw .badField("account", "\(id) already exists") }
        var events = [event(Event.AccountOpened(account: id, name: name), actor)]
        for (index, appointment) in appointments.enumerated() {
            events.append(try appointmentMade(id, index + 1, appointment, actor))
        }
        return events
    }

    func appoint(_ account: String, _ appointment: AppointmentCommand) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, AccountSentence.toAppoint)
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
        try mustBeUseful(office)
        if let partner = office.partner, registry.partners[partner] == nil {
            throw .badField("partner", registry.notPartner(partner))
        }
        if let group = office.group, registry.settings?.groups[group] == nil {
            let known = (registry.settings?.groups.keys.sorted() ?? []).joined(separator: ", ")
            throw .badField(
                "group",
                "\"\(group.prefix(40))\" is not a group of this forum; "
                    + (known.isEmpty ? "it has none" : "it has \(known)"))
        }
        let from = appointment.from ?? context.now
        if let until = appointment.until, until <= from {
            throw .badField("until", "the appointment would end before it begins")
        }
        return event(
            Event.AppointmentMade(
                account: account, number: number, office: office, from: from, until: appointment.until), actor)
    }

    /// An office that nothing in the forum knows, or without the partner or group that it acts for, would give nothing.
    private func mustBeUseful(_ office: Office) throws(Refusal) {
        switch registry.lack(of: office) {
        case .partner:
            throw .badField("partner", "\(office.role) is held for a partner: say for which one this appointment is")
        case .group:
            throw .badField("group", "\(office.role) is held for a group: say for which one this appointment is")
        case .forum, nil: break
        }
        let definitions = Array(registry.lifecycles.values)
        guard !definitions.isEmpty, let settings = registry.settings else { return }
        let roles = definitions.flatMap(\.roles)
        let relays = definitions.compactMap(\.positions.relayedBy)
        let known = Set(
            roles.flatMap(\.heldBy) + relays + [settings.meetingRole, settings.accountRole, settings.auditRole]
                + [settings.listing?.role, settings.contacts?.role, settings.contacts?.ownRole].compactMap { $0 })
        guard known.contains(office.role) else {
            throw .badField(
                "role",
                "no lifecycle of this forum has the role \"\(office.role)\"; use one of "
                    + known.sorted().joined(separator: ", "))
        }
        if relays.contains(office.role), office.group == nil, office.partner == nil {
            throw .badField("group", "say for which group \(office.role) acts")
        }
    }

    /// Ends an appointment, now or at the moment given; it is never prolonged so.
    func endAppointment(_ account: String, _ number: Int, _ until: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, AccountSentence.toEndAppointment)
        guard let present = registry.accounts[account]?.appointments.first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "\(account) has no appointment \(number)")
        }
        let end = until ?? context.now
        if let already = present.until, already <= end {
            guard let until, until > already else { return [] }
            throw .badField("until", "it already ends at \(already); a new appointment is needed to prolong it")
        }
        return [event(Event.AppointmentEnded(account: account, number: number, until: end), actor)]
    }

    func issueToken(_ id: String, _ account: String, _ expires: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, AccountSentence.toIssueToken)
        guard registry.accounts[account] != nil else { throw Refusal(.notFound, "there is no account \(account)") }
        try identifier(id, "token")
        guard registry.tokens[id] == nil else { throw .badField("token", "\(id) already exists") }
        if let expires, expires <= context.now { throw .badField("expires", "\(expires) has already passed") }
        return [event(Event.TokenIssued(token: id, account: account, expires: expires), actor)]
    }

    /// Revokes one token of an account, or all that are live.
    func revoke(_ account: String, _ token: String?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, AccountSentence.toRevokeToken)
        guard registry.accounts[account] != nil else { throw Refusal(.notFound, "there is no account \(account)") }
        if let token, registry.tokens[token]?.account != account {
            throw Refusal(.notFound, "\(account) has no token \(token)")
        }
        let live = registry.tokens.values.filter {
            $0.account == account && !$0.isRevoked && (token == nil || $0.id == token)
        }.sorted { $0.id < $1.id }
        return live.map { event(Event.TokenRevoked(token: $0.id, account: account), actor) }
    }
}
