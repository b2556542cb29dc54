package import CanonicalJSON
import CivilTime
package import DefinitionTree
import Wording

/// The meeting given is one of these kinds and was held; scheduled is not held.
package struct MeetingHeld: Requirement {
    package static let name = "meeting-held"
    package static let parameterNames = ["input", "kinds"]

    package var input: String
    package var kinds: [String]

    package enum Says: String, FindingSentence {
        case missing = "add --{option} ID of a meeting that was held"
        case unknown = "{meeting} is not a meeting of this forum"
        case otherKind = "{meeting} is a {kind}, not a {kinds|or}"
        case planned = "{meeting} is only planned: record when it was held"
        case held = "{meeting} was held on {first} to {last}"
    }

    package init(input: String, kinds: [String]) {
        self.input = input
        self.kinds = kinds
    }

    package init(_ with: MapReader) { self.init(input: with.text("input") ?? "", kinds: with.chosen("kinds")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("input", input)
        object.put("kinds", kinds)
        return object
    }

    package var meetingInput: String? { input }

    package func check(at place: RequirementPlace) { place.input(input, [.meeting]) }

    package func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String] {
        forum.lacks(meetingKinds: kinds)
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        func unmet(_ says: Says, _ values: [String: Reason.Value]) -> RequirementAnswer {
            self.unmet(says, values, who: act.actors, subjects: [input])
        }
        guard let id = act.circumstances.inputs[input]?.string else {
            return unmet(.missing, ["option": .text(input.split(separator: "_").joined(separator: "-"))])
        }
        var values: [String: Reason.Value] = ["meeting": .text(id)]
        guard let meeting = act.circumstances.meetings[id] else { return unmet(.unknown, values) }
        guard kinds.isEmpty || kinds.contains(meeting.kind) else {
            values["kind"] = .text(meeting.kind)
            values["kinds"] = .list(kinds)
            return unmet(.otherKind, values)
        }
        guard let held = meeting.held else { return unmet(.planned, values) }
        values["first"] = .text(held.lowerBound.description)
        values["last"] = .text(held.upperBound.description)
        return met(.held, values)
    }

    package func contradiction(with other: any Requirement) -> String? {
        guard let other = other as? MeetingHeld, input == other.input, kinds.excludes(other.kinds) else { return nil }
        return "no meeting is of the kind \(kinds.listed) and \(other.kinds.listed) at once"
    }
}
