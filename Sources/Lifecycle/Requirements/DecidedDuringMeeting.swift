package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// `decided_at` lies within the held dates of the meeting given, as local days.
package struct DecidedDuringMeeting: Requirement {
    package static let name = "decided-during-meeting"
    package static let parameterNames = ["input"]

    package var input: String

    package enum Says: String, FindingSentence {
        case missing = "\"{input}\" must name a meeting that was held"
        case during = "decided while {meeting} was held"
        case outside = "decided on {day}, but {meeting} was held on {first} to {last}"
    }

    package init(input: String) { self.input = input }
    package init(_ with: MapReader) { self.init(input: with.text("input") ?? "") }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("input", input)
        return object
    }

    package var meetingInput: String? { input }
    package var daySource: DaySource? { .meeting(input: input) }

    package func check(at place: RequirementPlace) { place.input(input, [.meeting]) }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let held = act.held(input) else {
            return unmet(.missing, ["input": .text(input)], who: act.actors, subjects: [input])
        }
        guard !act.isDecided(within: held.days) else { return met(.during, ["meeting": .text(held.id)]) }
        return unmet(
            .outside,
            [
                "day": .text(act.day.description), "meeting": .text(held.id),
                "first": .text(held.days.lowerBound.description), "last": .text(held.days.upperBound.description),
            ], who: act.actors, subjects: ["decided_at"])
    }
}
