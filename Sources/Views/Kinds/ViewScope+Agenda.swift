import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions

extension ViewScope {
    /// The agenda of a meeting: what always stands on it, what waits for it, what it discussed, and what was only scheduled.
    func agenda(_ agenda: AgendaDefinition) throws(ViewFault) -> ViewResult {
        let meeting = try meeting(agenda)
        let discussed = discussions(of: meeting)
        let discussedRefs = Set(discussed.compactMap { $0["ref"]?.string })
        let waiting = waiting(for: meeting)
        var rows: [JSONObject] = []
        for item in agenda.standing {
            rows.append(row("standing", item.label))
            for subject in waiting where fits(subject, item.select) {
                rows.append(row("standing", item.label, subject))
            }
        }
        let spelling = agenda.cluster.map { WordSpellings($0, in: waiting, scope: self) }
        let byCluster = Dictionary(
            grouping: waiting.flatMap { subject in clusters(subject, agenda, spelling).map { ($0, subject) } }
        ) {
            $0.0
        }
        func isNameless(_ cluster: String) -> Bool { cluster.isEmpty || cluster == ViewColumn.nameless }
        // Before the meeting they wait for it; after it, what it did not take up was only scheduled.
        for cluster in byCluster.keys.sorted(by: { (isNameless($0) ? 1 : 0, $0) < (isNameless($1) ? 1 : 0, $1) }) {
            for (_, subject) in byCluster[cluster] ?? [] {
                let isDiscussed = discussedRefs.contains(subject.proposal.ref)
                guard meeting.held == nil || !isDiscussed else { continue }
                rows.append(
                    row(meeting.held == nil ? "waiting" : "scheduled", cluster, subject))
            }
        }
        for list in registry.lists.values.sorted(by: { $0.group < $1.group })
        where list.isFrozen && registry.listMeeting(of: list.year)?.id == meeting.id {
            for item in list.items {
                var cells = row("listed", list.group)
                cells["ref"] = .string(item.ref)
                cells["title"] = .string(item.title)
                rows.append(cells)
            }
        }
        rows += discussed
        return ViewResult(
            columns: [
                ViewColumn("section", "Section"), ViewColumn("item", "Item"), ViewColumn("ref", "Ref", .ref),
                ViewColumn("title", "Title"), ViewColumn("state", "State"), ViewColumn("since", "Since", .date),
                ViewColumn("act", "Act"), ViewColumn("note", "Note"),
            ], rows: rows,
            totals: [
                "meeting": .string(meeting.id), "name": .string(meeting.name), "kind": .string(meeting.kind),
                "starts": .string(meeting.starts.description), "ends": .string(meeting.ends.description),
                "held": .bool(meeting.held != nil), "waiting": .count(rows.count { $0["section"] == "waiting" }),
                "scheduled": .count(rows.count { $0["section"] == "scheduled" }),
                "discussed": .count(discussedRefs.count),
            ])
    }

    private func meeting(_ agenda: AgendaDefinition) throws(ViewFault) -> Meeting {
        guard snapshot.isOfForum else {
            throw ViewFault("view", "only people appointed in \(registry.forum) see \"\(view.id)\"")
        }
        func isMeant(_ meeting: Meeting) -> Bool {
            agenda.meetingKinds.isEmpty || agenda.meetingKinds.contains(meeting.kind)
        }
        guard let wanted = parameters["meeting"] else {
            let next = registry.meetings.values.filter { isMeant($0) && $0.held == nil && $0.ends >= today }
                .min { ($0.starts, $0.id) < ($1.starts, $1.id) }
            guard let next else {
                throw ViewFault("meeting", "no meeting is planned; name one that was held with meeting=")
            }
            return next
        }
        guard let meeting = registry.meetings[wanted] else {
            throw ViewFault("meeting", "\"\(wanted.prefix(64))\" is not a meeting of \(registry.forum)")
        }
        guard isMeant(meeting) else {
            throw ViewFault(
                "meeting",
                "\(wanted) is of kind \(meeting.kind); this agenda is for "
                    + agenda.meetingKinds.joined(separator: ", "))
        }
        return meeting
    }

    /// The proposals that waited when the meeting began, or that wait now for one to come.
    private func waiting(for meeting: Meeting) -> [Subject] {
        guard let held = meeting.held else { return subjects() }
        let before = CivilDate(daysSinceEpoch: held.lowerBound.daysSinceEpoch - 1) ?? held.lowerBound
        var past = snapshot
        past.proposals = snapshot.proposals.compactMap { seen in
            seen.proposal.standing(on: before).map { SeenProposal($0, seen.definition, seen.readAccess) }
        }
        return ViewScope(view: view, snapshot: past, parameters: parameters).subjects()
    }

    private func clusters(_ subject: Subject, _ agenda: AgendaDefinition, _ spelling: WordSpellings?) -> [String] {
        let words = agenda.cluster.map { subject.values($0).map(\.plain) } ?? []
        let values = spelling.map { spelling in words.map { spelling($0) }.uniquedInOrder } ?? words
        return values.isEmpty ? [agenda.cluster == nil ? "" : ViewColumn.nameless] : values
    }

    /// Every act that names the meeting: moves by an input that is a meeting, facts alike, decisions on invitations.
    private func discussions(of meeting: Meeting) -> [JSONObject] {
        var rows: [(at: CivilDate, cells: JSONObject)] = []
        for seen in snapshot.proposals where seen.readAccess == .everything {
            let subject = Subject(seen: seen, scope: self)
            func note(_ label: String, _ inputs: JSONObject, _ definitions: [InputDefinition], _ at: Instant) {
                let names = definitions.contains { $0.type == .meeting && inputs[$0.key]?.string == meeting.id }
                guard names else { return }
                var cells = row("discussed", "", subject)
                cells["act"] = .string(label)
                cells["note"] = .optional(inputs["reason"]?.string)
                cells["since"] = .string(at.date.description)
                rows.append((at.date, cells))
            }
            for move in seen.proposal.moves {
                guard let transition = seen.definition.transition(move.transition) else { continue }
                note(transition.label, move.inputs, transition.inputs, move.decidedAt)
            }
            for fact in seen.proposal.facts {
                guard let definition = seen.definition.fact(fact.fact) else { continue }
                note(definition.label, fact.inputs, definition.inputs, fact.decidedAt)
            }
            for invitation in seen.proposal.invitations where invitation.meeting == meeting.id {
                var cells = row("discussed", "", subject)
                cells["act"] = .string("invitation " + (invitation.outcome?.rawValue ?? ""))
                cells["note"] = .string("\(invitation.invitee): \(invitation.event)")
                let day = meeting.held?.upperBound ?? meeting.ends
                cells["since"] = .string(day.description)
                rows.append((day, cells))
            }
        }
        return rows.sorted {
            ($0.at, $0.cells["ref"]?.string ?? "") < ($1.at, $1.cells["ref"]?.string ?? "")
        }.map(\.cells)
    }

    private func row(_ section: String, _ item: String, _ subject: Subject? = nil) -> JSONObject {
        [
            "section": .string(section), "item": item.isEmpty ? .null : .string(item),
            "ref": .optional(subject?.proposal.ref), "title": .optional(subject?.text(.field("title"))),
            "state": .optional(subject?.stateLabel), "since": .optional(subject?.entered.description), "act": .null,
            "note": .null,
        ]
    }
}
