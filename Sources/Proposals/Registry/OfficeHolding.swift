package import Lifecycle

/// What is wrong with an office that names nobody whose matter it is.
enum HoldingSentence: String, EngineSentence {
    static let room = "holding"

    case namesNone = """
        your appointment as {role} names no {held}, and {role} is held for one: ask an administrator to end it and to \
        appoint you with --{held}
        """
}

/// What the offices of a role are held for, as forum.yaml says under `appointments`.
package enum OfficeHolding: String, Sendable, Hashable, CaseIterable {
    case partner
    case group
    case forum
}

extension Registry {
    /// What an office does not name although it is held for one; nil where it lacks nothing.
    ///
    /// Where the forum's file was recorded without it, the lifecycles say it: who acts for a partner needs one, and so does who may
    /// not decide on its own partner's matter, where anybody holds that role for one; who relays for a group needs that.
    package func lack(of office: Office) -> OfficeHolding? {
        guard office.partner == nil || office.group == nil else { return nil }
        switch settings?.offices[office.role] {
        case .partner: return office.partner == nil ? .partner : nil
        case .group: return office.group == nil ? .group : nil
        case .forum: return nil
        case nil: break
        }
        if office.partner == nil {
            if lifecycles.contains(where: { $0.partnersOffices.contains(office.role) }) { return .partner }
            let isAsked = lifecycles.contains { $0.askedWhoseMatter.contains(office.role) }
            if isAsked, isHeldForPartners(office.role) { return .partner }
        }
        let relays = lifecycles.contains { $0.definition.positions.relayedBy == office.role }
        return office.group == nil && relays && settings?.groups.isEmpty == false ? .group : nil
    }

    private func isHeldForPartners(_ role: String) -> Bool {
        accounts.values.contains { account in
            account.appointments.contains { $0.office.role == role && $0.office.partner != nil }
        }
    }

    /// The appointments there ever were that lack what their role is held for, by account and number.
    package var misheld: [Misheld] {
        accounts.values.sorted { $0.id < $1.id }.flatMap { account in
            account.appointments.compactMap { appointment in
                lack(of: appointment.office).map {
                    Misheld(account: account.id, appointment: appointment, lack: $0)
                }
            }
        }
    }

    /// The offices among these that nobody may act in, with what to do, as the end of a sentence; nil where there is none.
    func remedy(for offices: [Office], in roles: [String]) -> Reason? {
        for office in offices where roles.contains(office.role) {
            guard let lack = lack(of: office) else { continue }
            return Reason(HoldingSentence.namesNone, ["role": .text(office.role), "held": .text(lack.rawValue)])
        }
        return nil
    }
}

/// An appointment that names no partner or no group although its role is held for one.
package struct Misheld: Sendable, Hashable {
    package let account: String
    package let appointment: Appointment
    package let lack: OfficeHolding

    /// One sentence of it.
    package var sentence: String {
        "\(account) was appointed \(appointment.office.role) for no \(lack.rawValue) (appointment \(appointment.number)), "
            + "and \(appointment.office.role) is held for one"
    }
}

extension Refusal {
    /// The same, with what is wrong with the actor's own office where that is why.
    func explained(by offices: [Office], _ registry: Registry) -> Refusal {
        guard code == .forbidden,
            let remedy = registry.remedy(for: offices, in: findings.flatMap(\.who).map(\.role))
        else { return self }
        var refusal = self
        refusal.message += "; " + remedy.english
        for index in refusal.findings.indices {
            refusal.findings[index].explain(offices, registry)
        }
        return refusal
    }
}

extension Finding {
    /// Says what is wrong with the actor's own office, where it is the office that is missing.
    mutating func explain(_ offices: [Office], _ registry: Registry) {
        guard requirement == "role", !isMet, let remedy = registry.remedy(for: offices, in: who.map(\.role)) else {
            return
        }
        reasons.append(remedy)
    }
}
