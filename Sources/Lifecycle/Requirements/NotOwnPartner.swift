package import DefinitionTree

/// The actor does not act for the partner that proposed.
package struct NotOwnPartner: Requirement {
    package static let name = "not-own-partner"

    package enum Says: String, FindingSentence {
        case own = "{proposer} proposed it, and may not decide on its own proposal"
        case unnamed =
            """
            the office {role} names no partner, so it cannot be told from the proposer's: act in one that does; \
            if {role} is held for the whole forum, load the forum's file again, for that is not recorded
            """
        case another = "not the proposing partner"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package func check(at place: RequirementPlace) {
        let roles = place.act.roles.compactMap { place.definition.role($0) }
        if !roles.isEmpty, roles.allSatisfy({ $0.scope == .proposingPartner }) {
            place.report("only the proposing partner may do this, so it can never be another one")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let circumstances = act.circumstances
        let proposer = circumstances.proposer
        let office = act.definition.office(in: circumstances, roles: act.roles)
        var others: [Capable] {
            act.actors.map { Capable(role: $0.role, partner: $0.partner, group: $0.group, except: proposer) }
        }
        // An office of no partner does not hide whose matter it is.
        let partners = office?.partner.map { [$0] } ?? circumstances.offices.compactMap(\.partner)
        if let proposer, partners.contains(proposer) {
            return unmet(.own, ["proposer": .text(proposer)], who: others)
        }
        if let office, office.partner == nil, circumstances.forumRoles?.contains(office.role) == false {
            return unmet(.unnamed, ["role": .text(office.role)], who: others)
        }
        return met(.another)
    }
}
