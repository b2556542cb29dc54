import CanonicalJSON
import CivilTime
import Proposals
import ViewDefinitions

extension ViewScope {
    /// Activities and meetings by their days; what has no day stands last.
    func calendar(_ calendar: CalendarDefinition) -> ViewResult {
        var entries = subjects().map { (entry: entry($0, calendar), isPast: $0.proposal.origin == .archive) }
        if let kinds = calendar.meetings, snapshot.isOfForum || view.isPublic {
            entries += registry.meetings.values.filter { kinds.isEmpty || kinds.contains($0.kind) }
                .map { (entry($0), $0.precision != .day && $0.ends < today) }
        }
        let revisedAt = entries.map { lastChange($0.entry, calendar.span) }.max()
        let shown = entries.filter { isShown($0.entry, $0.isPast, calendar.span) }.map(\.entry).sorted { left, right in
            switch (left.starts, right.starts) {
            case (let one?, let two?) where one != two: one < two
            case (nil, .some): false
            case (.some, nil): true
            default: left.id.precedesInUTF16(right.id)
            }
        }
        return ViewResult(
            columns: [
                ViewColumn("id", "Id", .ref), ViewColumn("title", "Title"), ViewColumn("starts", "First day", .date),
                ViewColumn("ends", "Last day", .date), ViewColumn("place", "Place"), ViewColumn("kind", "Kind"),
                ViewColumn("status", "Status"), ViewColumn("address", "Address"),
                ViewColumn("updated", "Changed", .instant),
            ],
            rows: shown.map { entry in
                [
                    "id": .string(entry.id), "title": .string(entry.title),
                    "starts": .optional(entry.starts?.description), "ends": .optional(entry.ends?.description),
                    "place": .optional(entry.place), "kind": .string(entry.category),
                    "status": entry.status == .confirmed ? .null : .string(entry.status.rawValue),
                    "address": .optional(entry.address), "updated": .string(entry.updated.description),
                ]
            },
            totals: [
                "count": .count(shown.count), "undated": .count(shown.count { $0.starts == nil }),
                "label": .string(view.label),
            ], entries: shown,
            revisedAt: [registry.settingsRevisedAt, revisedAt].compactMap { $0 }.max() ?? snapshot.now)
    }

    /// When an entry last changed the calendar: when it was revised, or when it came or went because its days were over.
    private func lastChange(_ entry: CalendarEntry, _ span: CalendarDefinition.Span) -> Instant {
        guard span != .all, let ends = entry.ends, ends < today,
            let next = CivilDate(daysSinceEpoch: ends.daysSinceEpoch + 1)
        else { return entry.updated }
        return max(entry.updated, Instant(startOf: next))
    }

    private func entry(_ subject: Subject, _ calendar: CalendarDefinition) -> CalendarEntry {
        let activity = subject.activity
        // Once it was put off, the days of the text are not what to read: they hold no longer, or are known as the new ones.
        let isPutOff = activity.standing == .postponed || activity.lapsed != nil && activity.standing != .held
        let starts = isPutOff ? activity.days?.lowerBound : subject.day(calendar.starts)
        let ends =
            isPutOff
            ? activity.days?.upperBound
            : subject.day(calendar.ends).map { end in starts.map { max($0, end) } ?? end }
        let stamp = subject.stamp
        return CalendarEntry(
            id: subject.proposal.ref, title: subject.text(calendar.title) ?? subject.proposal.ref,
            starts: starts ?? ends, ends: ends ?? starts, place: subject.text(calendar.place),
            address: subject.text(calendar.address), text: subject.text(calendar.text),
            category: subject.stateLabel, updated: stamp.revisedAt, sequence: stamp.sequence,
            status: CalendarEntry.Status(activity.standing),
            reason: activity.standing == .held ? nil : activity.reason)
    }

    /// A meeting of which only the month or the year is known stands without days.
    private func entry(_ meeting: Meeting) -> CalendarEntry {
        let isKnown = meeting.precision == .day || meeting.held != nil
        let days = isKnown ? meeting.held ?? meeting.starts...max(meeting.starts, meeting.ends) : nil
        let place = [meeting.city, meeting.country].compactMap { $0 }.joined(separator: ", ")
        let known = meeting.starts.description.prefix(meeting.precision == .year ? 4 : 7)
        let stamp = registry.meetingStamps[meeting.id] ?? InformationStamp(at: snapshot.now)
        return CalendarEntry(
            id: meeting.id, title: meeting.name, starts: days?.lowerBound, ends: days?.upperBound,
            place: place.isEmpty ? nil : place, address: meeting.source, text: isKnown ? nil : "In \(known).",
            category: meeting.kind, updated: stamp.revisedAt, sequence: stamp.sequence)
    }

    /// What entered as a past activity is past, whatever days it has.
    private func isShown(_ entry: CalendarEntry, _ isPast: Bool, _ span: CalendarDefinition.Span) -> Bool {
        let isOver = isPast || entry.ends.map { $0 < today } ?? false
        switch span {
        case .all: return true
        case .upcoming: return !isOver
        case .past: return isOver
        }
    }
}

extension CalendarEntry.Status {
    init(_ standing: Activity.Standing) {
        switch standing {
        case .planned, .held: self = .confirmed
        case .postponed: self = .postponed
        case .cancelled: self = .cancelled
        }
    }
}
