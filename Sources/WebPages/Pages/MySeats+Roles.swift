import CanonicalJSON
import Documents
import Lifecycle
import LineProtocol

extension MySeats {
    /// Whether one of the visitor's offices makes it one of these roles of the lifecycle on a proposal.
    func holds(_ roles: [String], on proposal: ShownProposal, _ definition: LifecycleDefinition?) -> Bool {
        guard let definition else { return false }
        let record = proposal.record ?? ShownRecord()
        let heard = (record.positions ?? [:]).values.flatMap { $0 }.map(\.partner)
        let roster = Set(record.notHeard + heard)
        let offices = held.map { Office(role: $0.role, partner: $0.partner, group: $0.group) }
        let office = definition.office(
            among: offices, roles: roles, proposer: record.proposer, fields: proposal.fields,
            isOnRoster: { roster.contains($0) })
        return office != nil
    }

    /// Whether the visitor may file a document where the proposal stands.
    func mayFile(on proposal: ShownProposal, _ definition: LifecycleDefinition?) -> Bool {
        guard let rules = definition?.documents, rules.states.isEmpty || rules.states.contains(proposal.state) else {
            return false
        }
        return holds(rules.roles, on: proposal, definition)
    }
}
