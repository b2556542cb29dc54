import CanonicalJSON
import Lifecycle
import LineProtocol

/// What the visitor's own offices let a page offer. Whether an act is allowed is the server's to say; this only spares buttons that lead
/// nowhere.
struct MySeats: Sendable {
    /// The partners that the visitor takes positions for.
    let partners: Set<String>
    let held: [ShownOffice]

    init(_ login: Verbs.Auth.End?, _ definition: LifecycleDefinition?) {
        held = (login?.appointments ?? []).map(\.office)
        let role = definition?.positions.role
        let roles = definition?.roles.first { $0.id == role }?.heldBy ?? [role ?? ""]
        partners = Set(held.filter { roles.contains($0.role) }.compactMap(\.partner))
    }

    /// The way to the visitor's own position, where a round asks for it.
    func position(_ record: ShownRecord, ref: String) -> Link? {
        guard record.isRoundOpen else { return nil }
        let heard = Set((record.positions ?? [:]).values.flatMap { $0 }.map(\.partner))
        let asked = partners.filter { record.notHeard.contains($0) || heard.contains($0) }.sorted()
        guard let first = asked.first(where: { record.notHeard.contains($0) }) ?? asked.first else { return nil }
        let query = asked.count > 1 ? PageAddress.query([("partner", first)]) : ""
        let isHeard = heard.contains(first)
        return Link(
            isHeard
                ? tr("Change the position of \(PageText.line(first))")
                : tr("Take the position of \(PageText.line(first))"),
            PageAddress.proposal(ref, "position") + query)
    }

    /// Whether the visitor relays what partners of a group said.
    func mayRelay(_ definition: LifecycleDefinition?) -> Bool {
        guard let role = definition?.positions.relayedBy else { return false }
        return held.contains { $0.role == role }
    }

    /// The positions that somebody relayed for some partners.
    static func relayed(_ positions: [String: [ShownPosition]]?, for partners: Set<String>) -> [ShownPosition] {
        (positions ?? [:]).values.flatMap { $0 }.filter { $0.relayed != nil && partners.contains($0.partner) }
            .sorted { $0.partner < $1.partner }
    }

    /// Whether something was relayed for the visitor's partners that can be contested.
    func hasRelayed(_ record: ShownRecord) -> Bool {
        let open = record.invitations.filter { $0.outcome == nil }.map(\.positions)
        return ([record.positions] + open).contains { !MySeats.relayed($0, for: partners).isEmpty }
    }

    func mayAcknowledge(_ record: ShownRecord) -> Bool {
        record.isRoundOpen && partners.contains { !record.acknowledged.contains($0) }
    }

    /// Whether the text may be the visitor's to change.
    func mayEdit(
        _ record: ShownRecord, state: String, _ definition: LifecycleDefinition?, fields: JSONObject
    ) -> Bool {
        guard let definition, let here = definition.state(state), here.revision != .none else { return false }
        let organisers = (fields["organisers"]?.array ?? []).compactMap { $0["partner"]?.string }
        return held.contains { office in
            definition.roles.contains { role in
                guard role.heldBy.contains(office.role) else { return false }
                switch role.scope {
                case .proposingPartner: return office.partner == record.proposer
                case .partnersIn: return office.partner.map(organisers.contains) ?? false
                case .forum, .rosterPartner: return false
                }
            }
        }
    }
}
