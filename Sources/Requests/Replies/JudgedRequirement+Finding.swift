import Lifecycle
import LineProtocol
import ProposalService

extension JudgedRequirement {
    /// - Parameter codes: whether it is told without words as well.
    init(_ finding: SeatedFinding, codes: Bool = false) {
        self.init()
        requirement = finding.finding.requirement
        label = finding.finding.label
        isMet = finding.finding.isMet
        detail = finding.finding.detail
        if codes { reasons = finding.finding.reasons.map { ToldReason($0) } }
        rule = finding.finding.rule
        subjects = finding.finding.subjects
        who = finding.who.map { CapableOffice($0) }
    }
}

extension CapableOffice {
    init(_ seat: OfficeSeat) {
        self.init()
        role = seat.office.role
        partner = seat.office.partner
        group = seat.office.group
        except = seat.office.except
        holders = seat.holders
        if seat.holderCount > seat.holders.count { holderCount = seat.holderCount }
        isVacant = seat.isVacant
        vacantSince = seat.vacantSince
        isServers = seat.isServers
    }
}
