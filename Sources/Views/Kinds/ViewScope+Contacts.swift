import CanonicalJSON
import CivilTime
import Proposals
import ViewDefinitions
import Wording

extension ViewScope {
    /// The contact points as they stand on the day, and when they went round last.
    func contacts() throws(ViewFault) -> ViewResult {
        guard snapshot.isOfForum else {
            throw ViewFault("view", "only people appointed in \(registry.forum) see \"\(view.id)\"")
        }
        let rule = registry.settings?.contacts
        if let subject = parameters["subject"], let rule, !rule.subjects.contains(subject) {
            throw ViewFault(
                "subject",
                "there are no contacts for \"\(subject.prefix(40))\""
                    + rule.subjects.offered(none: "\(registry.forum) keeps contacts for no subject"))
        }
        let held = registry.contacts.filter { contact in
            contact.isHeld(on: today) && (parameters["subject"].map { $0 == contact.subject } ?? true)
                && (parameters["about"].map { $0 == contact.about } ?? true)
                && (parameters["partner"].map { $0 == contact.partner } ?? true)
        }.sorted {
            ($0.subject, $0.about, $0.partner, $0.number) < ($1.subject, $1.about, $1.partner, $1.number)
        }
        return ViewResult(
            columns: [
                ViewColumn("number", "No.", .integer), ViewColumn("subject", "For"), ViewColumn("about", "Of"),
                ViewColumn("partner", "Partner"), ViewColumn("body", "Body"), ViewColumn("name", "Name"),
                ViewColumn("address", "Address"), ViewColumn("from", "From", .date),
                ViewColumn("until", "Until", .date), ViewColumn("follows", "Follows", .integer),
            ],
            rows: held.map { contact in
                [
                    "number": .count(contact.number), "subject": .string(contact.subject),
                    "about": .string(contact.about), "partner": .string(contact.partner),
                    "body": .optional(contact.body), "name": .string(opened(contact.nameCommitment)),
                    "address": .optional(contact.addressCommitment.map(opened)),
                    "from": .string(contact.from.description), "until": .optional(contact.until?.description),
                    "follows": contact.follows.map { .count($0) } ?? .null,
                ]
            }, totals: circulation(rule, held.count))
    }

    /// The value behind a commitment, or that it was erased.
    private func opened(_ commitment: String) -> String { snapshot.personal[commitment] ?? "erased" }

    private func circulation(_ rule: ContactRule?, _ count: Int) -> JSONObject {
        let last = registry.circulations.last { $0.at <= snapshot.now }
        var totals: JSONObject = [
            "count": .count(count), "circulated_at": .optional(last?.at.description),
            "circulated_count": last.map { .count($0.count) } ?? .null, "due": .null, "overdue_days": .null,
        ]
        guard let days = rule?.everyDays else { return totals }
        let first = last?.at.date ?? registry.contacts.map(\.from).min()
        guard let first, let due = CivilDate(daysSinceEpoch: first.daysSinceEpoch + (last == nil ? 0 : days)) else {
            return totals
        }
        totals["due"] = .string(due.description)
        let passed = today.daysSinceEpoch - due.daysSinceEpoch
        if passed > 0 { totals["overdue_days"] = .count(passed) }
        return totals
    }
}
