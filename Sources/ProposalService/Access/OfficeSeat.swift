import CanonicalJSON
package import CivilTime
package import Lifecycle
package import Proposals

/// An office that can meet a requirement: who holds it now, or since when nobody does.
package struct OfficeSeat: Sendable, Hashable {
    package var office: Capable
    /// The accounts that hold it: of many the first.
    package var holders: [String]
    /// How many hold it.
    package var holderCount: Int
    /// Nobody holds it, and nobody may act in its place.
    package var isVacant: Bool
    /// Nil where it was never held.
    package var vacantSince: Instant?
    /// Nobody in the forum holds it, and the administrators of the server may act.
    package var isServers: Bool
}

/// A finding with who can meet it.
package struct SeatedFinding: Sendable, Hashable {
    package var finding: Finding
    /// None where it is met.
    package var who: [OfficeSeat]

    package init(_ finding: Finding, _ seats: OfficeHolders) {
        self.finding = finding
        who = finding.isMet ? [] : seats.seats(finding.who)
    }
}

extension ServiceFailure {
    /// A refusal as it is answered.
    package init(_ refusal: Refusal, _ seats: OfficeHolders) {
        let code: Code =
            switch refusal.code {
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .badField: .badField
            case .unmet: .refused
            case .versionConflict: .versionConflict
            case .closed: .forumClosed
            }
        self.init(code, refusal.message)
        if let field = refusal.field { details["field"] = .string(field) }
        unmet = refusal.findings.map { SeatedFinding($0, seats) }
    }
}
