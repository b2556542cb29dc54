import CivilTime
import LineProtocol

/// Offices and who holds them, as people say it.
enum OfficeWords {
    static func text(_ office: ShownOffice) -> String {
        text(office.role, office.partner, office.group) + (office.isDeputy ? " (deputy)" : "")
    }

    static func text(_ office: CapableOffice) -> String {
        text(office.role, office.partner, office.group)
            + (office.except.map { ", of another partner than \($0)" } ?? "")
    }

    private static func text(_ role: String, _ partner: String?, _ group: String?) -> String {
        let name = role.isEmpty ? "Somebody" : PageText.words(role)
        let of = [group, partner].compactMap(\.self).joined(separator: ", ")
        return PageText.line(of.isEmpty ? name : "\(name) of \(of)")
    }

    /// Who acted: the office and the account.
    static func actor(_ actor: ShownActor?) -> String? {
        guard let actor, !actor.account.isEmpty else { return nil }
        guard let office = actor.office else { return PageText.line(actor.account) }
        guard let past = actor.decidedBy else { return "\(text(office)) (\(PageText.line(actor.account)))" }
        return PageText.line(
            "\(text(office)), \(past.holder ?? "somebody"), recorded by \(actor.account) from \(past.from ?? "a paper")"
        )
    }

    /// Who can meet a requirement, a line for each office; one for each role where there are many.
    static func who(_ requirement: JudgedRequirement) -> [String] {
        guard requirement.who.count > 4 else { return requirement.who.map { text($0) + holders($0) } }
        var order: [String] = []
        var seats: [String: [CapableOffice]] = [:]
        for office in requirement.who {
            if seats[office.role] == nil { order.append(office.role) }
            seats[office.role, default: []].append(office)
        }
        return order.map { role in
            let all = seats[role] ?? []
            let vacant = all.filter(\.isVacant)
            let names = all.compactMap { $0.partner ?? $0.group }.joined(separator: ", ")
            let gap =
                vacant.isEmpty
                ? "" : "; vacant: " + vacant.compactMap { $0.partner ?? $0.group }.joined(separator: ", ")
            return PageText.line("\(PageText.words(role)) of \(names)\(gap)", atMost: 800)
        }
    }

    private static func holders(_ office: CapableOffice) -> String {
        if office.isVacant {
            return office.vacantSince.map { ", vacant since \(PageText.day($0.date))" } ?? ", vacant: never held"
        }
        if office.isServers { return " (an administrator of the server)" }
        guard !office.holders.isEmpty else { return "" }
        let more = (office.holderCount ?? office.holders.count) - min(office.holders.count, 4)
        let names = office.holders.prefix(4).joined(separator: ", ")
        return PageText.line(" (\(names)\(more > 0 ? " and \(more) more" : ""))")
    }
}
