import DefinitionTree
import Documents
import Wording

extension LifecycleChecks {
    /// The roles and states that the rules of documents refer to exist, and somebody can file in one of those states.
    func documents() {
        guard let rules = definition.documents else { return }
        let path = Self.root["documents"]
        known(rules.roles, .role, at: path["roles"])
        known(rules.states, .state, at: path["states"])
        guard isWhole(.states, .roles, .transitions), !rules.states.isEmpty else { return }
        let afterRound = states(from: openings.compactMap(\.to))
        let roles = rules.roles.compactMap { definition.role($0) }
        if !roles.isEmpty, roles.allSatisfy({ $0.scope == .rosterPartner }), afterRound.isDisjoint(with: rules.states) {
            report(
                path["roles"],
                "nobody may file: \(roles.map(\.id).listed) needs a roster, and nothing was circulated before")
        }
    }
}
