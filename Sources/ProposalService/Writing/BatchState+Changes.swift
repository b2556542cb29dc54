import CanonicalJSON
import Lifecycle
import Proposals

extension BatchState {
    /// What a request asks for as the command that does it: what the request does not name is taken from what the registry holds, under
    /// the locks, so that the event tells the whole outcome.
    func whole(_ change: RegistryChange) throws(ServiceFailure) -> RegistryCommand {
        switch change {
        case .settings(let change): return .setForum(try change.over(registry.settings))
        case .partner(let change): return .admitPartner(try change.over(registry.partners[change.id]))
        case .meeting(let change): return .schedule(try change.over(registry.meetings[change.id]))
        case .held(let id, let given, let until):
            let present = registry.meetings[id]?.held
            let starts = try given.over(needed: present?.lowerBound, "starts", "HELD")
            // What was of one day is of one day on another.
            let hadLastDay = present.map { $0.lowerBound != $0.upperBound } ?? false
            let last = given == .nothing || hadLastDay ? present?.upperBound : nil
            return .hold(meeting: id, starts: starts, ends: until.over(last) ?? starts)
        }
    }

    /// The words of lists that are kept otherwise than they were given, by field; nil where there are none.
    func keptOtherwise(_ given: JSONObject, _ drafts: [EventDraft], _ definition: LifecycleDefinition) -> JSONObject? {
        guard let kept = drafts.last?.writtenFields else { return nil }
        var other: JSONObject = [:]
        for member in given.members {
            guard case .choices = definition.form.field(member.key)?.type, let value = kept[member.key],
                value != member.value
            else { continue }
            other[member.key] = value
        }
        return other.isEmpty ? nil : other
    }
}

extension Command {
    /// The fields of the form that it brings; nil where it brings none.
    var givenFields: JSONObject? {
        switch self {
        case .draft(_, _, let fields, _), .revise(let fields, _, _): fields
        case .importRecord(let record): record.fields
        case .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge, .recordFact, .note,
            .moveDeadline,
            .invite, .decideInvitation, .migrate, .file, .noteDeadline:
            nil
        }
    }
}
