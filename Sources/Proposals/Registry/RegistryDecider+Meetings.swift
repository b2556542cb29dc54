import CanonicalJSON
import CivilTime
import Lifecycle
import Wording

/// What is said of a forum's meetings.
enum MeetingSentence: String, EngineSentence {
    static let room = "meetings"

    case toKeep = "keep meetings"
    case restedOn = "acts on {refs} rest on {meeting}, so {stays}"
    case restedOnMore = "acts on {refs}, {others} more rest on {meeting}, so {stays}"
    case restedOnHidden = "acts on {others} more rest on {meeting}, so {stays}"
    case planStays = "its kind and its days stay; name, place and source may be corrected"
    case daysStay = "the days on which it was held stay"
}

extension RegistryDecider {
    /// Schedules a meeting, or changes what is planned; whether it was held is another matter.
    func schedule(_ meeting: Meeting) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try meetingKeeper(settings)
        try identifier(meeting.id, "id")
        try identifier(meeting.kind, "kind")
        var meeting = meeting
        meeting.kind = try kind(of: meeting, settings)
        guard meeting.starts <= meeting.ends else {
            throw .badField("ends", "\(meeting.ends) is before the start, \(meeting.starts)")
        }
        let texts = [("name", meeting.name), ("city", meeting.city), ("country", meeting.country)]
        for (key, text) in texts {
            if let text { try line(text, key, limit: 300) }
        }
        if let source = meeting.source { _ = try PlainText.checked(source, "source", limit: 2000) }
        guard var present = registry.meetings[meeting.id] else {
            return [event(Event.MeetingScheduled(meeting: meeting), actor)]
        }
        if (present.kind, present.starts, present.ends) != (meeting.kind, meeting.starts, meeting.ends) {
            try mustBeUnused(meeting.id, .planStays)
        }
        present.held = meeting.held
        guard present != meeting else { return [] }
        return [event(Event.MeetingChanged(meeting: meeting), actor)]
    }

    /// The kind as the forum lists it, in whatever case it is given. What a meeting is recorded as, it stays.
    private func kind(of meeting: Meeting, _ settings: ForumSettings) throws(Refusal) -> String {
        let kinds = settings.meetingKinds
        guard !context.isRecorded, !kinds.isEmpty, !kinds.contains(meeting.kind),
            registry.meetings[meeting.id]?.kind != meeting.kind
        else { return meeting.kind }
        if let kind = kinds.only(inAnyCase: meeting.kind) { return kind }
        let hint = kinds.hint(for: meeting.kind)
        throw .badField(
            "kind",
            "\"\(meeting.kind)\" is no kind of meeting in \(registry.forum)\(hint.isEmpty ? "; it" : hint + " It") has "
                + kinds.joined(separator: ", "))
    }

    private func meetingKeeper(_ settings: ForumSettings) throws(Refusal) -> Actor {
        try actor(settings.accountRole, MeetingSentence.toKeep, besides: settings.meetingRole)
    }

    /// Records the days on which a meeting was held: scheduled is not held.
    func hold(_ id: String, _ starts: CivilDate, _ ends: CivilDate) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try meetingKeeper(settings)
        guard let meeting = registry.meetings[id] else {
            throw Refusal(.notFound, "\(id) is not a meeting of this forum")
        }
        guard starts <= ends else { throw .badField("ends", "\(ends) is before the start, \(starts)") }
        guard ends <= context.now.date(hoursEast: LocalDay.hours) else {
            throw .badField("ends", "\(ends) is still to come; a meeting is recorded as held once it was held")
        }
        guard meeting.held != starts...ends else { return [] }
        if meeting.held != nil { try mustBeUnused(id, .daysStay) }
        return [event(Event.MeetingHeld(id: id, days: starts...ends), actor)]
    }

    /// What acts rest on is not rewritten under them.
    private func mustBeUnused(_ id: String, _ stays: MeetingSentence) throws(Refusal) {
        guard let uses = context.meetingUses[id], !uses.refs.isEmpty || uses.others > 0 else { return }
        let refs = Array(uses.refs.prefix(RegistryDecider.usesNamed))
        let others = uses.refs.count - refs.count + uses.others
        var says = refs.isEmpty ? MeetingSentence.restedOnHidden : .restedOnMore
        if others == 0 { says = .restedOn }
        let values: [String: Reason.Value] = [
            "refs": .list(refs), "others": .number(others), "meeting": .text(id), "stays": .phrase(Reason(stays)),
        ]
        throw .unmet("meeting-unused", Reason(says, values), subjects: refs, rule: "order of the record")
    }

    /// How many proposals a refusal names.
    private static let usesNamed = 10
}
