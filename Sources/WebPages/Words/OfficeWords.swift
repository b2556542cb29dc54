import CivilTime
import Lifecycle
package import LineProtocol

/// Offices and who holds them, as people say it.
package enum OfficeWords {
    package static func text(_ office: ShownOffice) -> String {
        deputy(office.isDeputy, text(office.role, office.partner, office.group))
    }

    static func text(_ office: Office) -> String {
        deputy(office.isDeputy, text(office.role, office.partner, office.group))
    }

    private static func deputy(_ isDeputy: Bool, _ name: String) -> String {
        isDeputy ? tr("\(made: name) (deputy)") : name
    }

    static func text(_ office: CapableOffice) -> String {
        let name = text(office.role, office.partner, office.group)
        return office.except.map { tr("\(made: name), of another partner than \(PageText.line($0))") } ?? name
    }

    private static func text(_ role: String, _ partner: String?, _ group: String?) -> String {
        let name = role.isEmpty ? tr("Somebody") : PageText.label(ofID: role)
        let of = [group, partner].compactMap { $0.map { PageText.line($0) } }.listing
        return of.isEmpty ? name : tr("\(made: name) of \(of)")
    }

    /// Who acted: the office and the account.
    static func actor(_ actor: ShownActor?) -> String? {
        guard let actor, !actor.account.isEmpty else { return nil }
        guard let office = actor.office else { return PageText.line(actor.account) }
        let account = PageText.line(actor.account)
        guard let past = actor.decidedBy else { return tr("\(made: text(office)) (\(account))") }
        let holder = past.holder.map { PageMarks.isolated(PageText.line($0)) } ?? tr("somebody")
        let paper = past.from.map { PageMarks.isolated(PageText.line($0)) } ?? tr("a paper")
        return tr("\(made: text(office)), \(made: holder), recorded by \(account) from \(made: paper)")
    }

    /// Who can meet a requirement, a line for each office; one for each role where there are many.
    static func who(_ requirement: JudgedRequirement) -> [String] {
        guard requirement.who.count > 4 else { return requirement.who.map { held($0, text($0)) } }
        var order: [String] = []
        var seats: [String: [CapableOffice]] = [:]
        for office in requirement.who {
            if seats[office.role] == nil { order.append(office.role) }
            seats[office.role, default: []].append(office)
        }
        return order.map { role in
            let all = seats[role] ?? []
            let vacant = all.filter(\.isVacant)
            let names = places(all)
            let office = tr("\(made: PageText.label(ofID: role)) of \(names)")
            return vacant.isEmpty ? office : tr("\(made: office); vacant: \(places(vacant))")
        }
    }

    /// The partners or groups of offices.
    private static func places(_ offices: [CapableOffice]) -> String {
        PageText.line(offices.compactMap { $0.partner ?? $0.group }.listing, atMost: 600)
    }

    /// An office with who holds it.
    private static func held(_ office: CapableOffice, _ name: String) -> String {
        if office.isVacant {
            return office.vacantSince.map { tr("\(made: name), vacant since \(made: PageText.day($0.date))") }
                ?? tr("\(made: name), vacant: never held")
        }
        if office.isServers { return tr("\(made: name) (an administrator of the server)") }
        guard !office.holders.isEmpty else { return name }
        let more = (office.holderCount ?? office.holders.count) - min(office.holders.count, 4)
        let names = PageText.line(office.holders.prefix(4).listing)
        return more > 0 ? tr("\(made: name) (\(names) and \(more) more)") : tr("\(made: name) (\(names))")
    }
}
