import CanonicalJSON
import Lifecycle
import LineProtocol
import WebPages

/// What a coordinator of a group looks after: who of it is not heard yet, and whose seat is vacant.
struct GroupPages: Page {
    let forum: String
    let group: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        guard let rule = shown.settings?.groups[group] else {
            throw .missing(tr("\(forum) has no group \(Visit.named(group))."))
        }
        let partners = try await visit.partners(forum).filter { partner in
            partner.left == nil && rule.holds(partner)
        }.sorted { $0.name < $1.name }
        let names = Dictionary(partners.map { ($0.id, PageText.name($0.name)) }) { first, _ in first }
        let definition = try await visit.definition(forum)
        var verb = Verbs.List(forum: forum)
        verb.origin = "live"
        verb.states = (definition?.states ?? []).filter(\.takesPositions).map(\.id)
        verb.limit = 100
        let mayRelay = visit.mayRelay(for: group, definition)
        let listed = verb.states?.isEmpty == false ? try await visit.ask(verb).rows : []
        var rows: [TablePage.Row] = []
        var vacant: Set<String> = []
        for row in listed where (row.standing?.notHeard ?? 0) > 0 {
            guard let record = try await visit.proposal(row.ref).record else { continue }
            let silent = record.notHeard.filter { names[$0] != nil }
            for need in try await visit.why(row.ref).rows.flatMap({ $0.unmet ?? $0.needs ?? [] }) {
                vacant.formUnion(need.who.filter(\.isVacant).compactMap(\.partner).compactMap { names[$0] })
            }
            guard !silent.isEmpty else { continue }
            rows.append(
                TablePage.Row(
                    "\(row.ref) \(row.title ?? "")", PageAddress.proposal(row.ref) + "#positions",
                    [
                        record.closes.map { PageText.minute($0) } ?? tr("none"),
                        silent.compactMap { names[$0] }.listing,
                    ],
                    actions: mayRelay
                        ? silent.map { partner in
                            (
                                tr("Relay for \(names[partner] ?? partner)"),
                                PageAddress.relay(row.ref, invitation: nil, partner: partner)
                            )
                        } : []))
        }
        var parts = TablePage.Parts(tr("Group \(group)"), lead: partners.map { PageText.name($0.name) }.listing)
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        if shown.settings?.listing != nil {
            parts.links = [(tr("List of a year"), PageAddress.forum(forum, "group", group, "list"))]
        }
        parts.sections = [
            TablePage.Section(
                tr("Who is not heard yet"), columns: [tr("Proposal"), tr("Deadline"), tr("Not heard")], rows: rows,
                empty: tr("Every partner of the group was heard on everything that is circulated.")),
            TablePage.Section(
                tr("Vacant seats"), columns: [tr("Partner")], rows: vacant.sorted().map { TablePage.Row($0) },
                empty: tr("Nothing that is circulated waits for a vacant seat.")),
        ]
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }
}

extension Verbs.Forum.Group {
    /// Whether a partner belongs to the group.
    func holds(_ partner: ShownPartner) -> Bool {
        partners?.contains(partner.id) == true
            || attributes.contains { key, values in partner.attributes[key].map(values.contains) ?? false }
    }
}

extension Visit {
    /// Whether whoever is logged in relays positions for the partners of a group.
    func mayRelay(for group: String, _ definition: LifecycleDefinition?) -> Bool {
        guard let role = definition?.positions.relayedBy else { return false }
        return who?.appointments.contains {
            $0.office.role == role && ($0.office.group == nil || $0.office.group == group)
        } ?? false
    }
}
