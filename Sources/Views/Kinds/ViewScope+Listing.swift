import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions
import Wording

extension ViewScope {
    /// The list of a group for a year: what could stand on it, what stands on it, and whether it is submitted.
    func listing(_ listing: ListingDefinition) throws(ViewFault) -> ViewResult {
        guard snapshot.isOfForum else {
            throw ViewFault("view", "only people appointed in \(registry.forum) see \"\(view.id)\"")
        }
        let year = try year()
        let group = try group()
        let list = registry.lists[GroupList.key(group, year)]
        let meeting = registry.listMeeting(of: year)
        let subjects = subjects()
        func own(_ subject: Subject) -> [String] {
            subject.partners(listing.partners).filter { groups(of: $0).contains(group) }.map(\.id)
        }
        var rows: [JSONObject] = (list?.items ?? []).map { item in
            let subject = subjects.first { $0.proposal.ref == item.ref }
            return [
                "status": .string(list?.isFrozen == true ? "submitted" : "drawn up"), "ref": .string(item.ref),
                "title": .string(item.title), "partners": .strings(item.partners),
                "state": .optional(subject?.stateLabel),
            ]
        }
        let listed = Set(list?.items.map(\.ref) ?? [])
        // A frozen list is what was submitted; what could have stood on it is no longer asked.
        for subject in subjects where list?.isFrozen != true && !listed.contains(subject.proposal.ref) {
            let partners = own(subject)
            guard !partners.isEmpty, subject.first(listing.year)?.plain == String(year) else { continue }
            rows.append([
                "status": "candidate", "ref": .string(subject.proposal.ref),
                "title": .optional(subject.text(.field("title"))), "partners": .strings(partners),
                "state": .string(subject.stateLabel),
            ])
        }
        return ViewResult(
            columns: [
                ViewColumn("status", "List"), ViewColumn("ref", "Ref", .ref), ViewColumn("title", "Title"),
                ViewColumn("partners", "Partners"), ViewColumn("state", "State"),
            ], rows: rows,
            totals: [
                "group": .string(group), "year": .count(year), "meeting": .optional(meeting?.id),
                "meeting_starts": .optional(meeting?.starts.description),
                "meeting_held": .bool(meeting?.held != nil), "drawn_at": .optional(list?.drawnAt.description),
                "submitted_at": .optional(list?.submittedAt?.description), "frozen": .bool(list?.isFrozen ?? false),
                "count": .count(listed.count), "candidates": .count(rows.count - listed.count),
            ])
    }

    private func year() throws(ViewFault) -> Int {
        guard let text = parameters["year"] else { return today.year }
        guard let year = Int(text), (1900...9999).contains(year) else {
            throw ViewFault("year", "\"\(text.prefix(20))\" is not a year of four digits")
        }
        return year
    }

    /// The group asked for, or the reader's own.
    private func group() throws(ViewFault) -> String {
        let groups = registry.settings?.groups.keys.sorted() ?? []
        let none = "\(registry.forum) has no groups, so no list of one can be shown"
        let wanted = parameters["group"] ?? snapshot.viewer.offices.compactMap(\.group).first
        guard let wanted else {
            throw ViewFault("group", "say whose list is meant" + groups.offered(none: none))
        }
        guard groups.contains(wanted) else {
            throw ViewFault("group", "\"\(wanted.prefix(40))\" is not a group" + groups.offered(none: none))
        }
        return wanted
    }
}
