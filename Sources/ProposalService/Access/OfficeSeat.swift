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
}

/// Seats the findings of one answer. Many name the same offices: who holds those is looked up once.
package struct Seating {
    private let seats: OfficeHolders
    private var known: [[Capable]: [OfficeSeat]] = [:]

    package init(_ seats: OfficeHolders) { self.seats = seats }

    package mutating func seated(_ finding: Finding) -> SeatedFinding {
        guard !finding.isMet, !finding.who.isEmpty else { return SeatedFinding(finding: finding, who: []) }
        if let who = known[finding.who] { return SeatedFinding(finding: finding, who: who) }
        let who = finding.who.compactMap { seats.seat($0) }
        known[finding.who] = who
        return SeatedFinding(finding: finding, who: who)
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
        var seating = Seating(seats)
        unmet = refusal.findings.map { seating.seated($0) }
    }
}
