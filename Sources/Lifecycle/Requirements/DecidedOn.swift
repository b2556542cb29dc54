package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// `decided_at` lies on the day in this input, as a local day.
package struct DecidedOn: Requirement {
    package static let name = "decided-on"
    package static let parameterNames = ["input"]

    package var input: String

    package enum Says: String, FindingSentence {
        case noDay = "\"{input}\" holds no day"
        case that = "decided on {day}"
        case other = "decided on {decided}, but \"{input}\" is {day}"
    }

    package init(input: String) { self.input = input }
    package init(_ with: MapReader) { self.init(input: with.text("input") ?? "") }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("input", input)
        return object
    }

    package func check(at place: RequirementPlace) { place.input(input, [.date]) }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let day = act.circumstances.inputs.day(input) else {
            return unmet(.noDay, ["input": .text(input)], who: act.actors, subjects: [input])
        }
        guard !act.isDecided(on: day) else { return met(.that, ["day": .text(day.description)]) }
        return unmet(
            .other,
            ["decided": .text(act.day.description), "input": .text(input), "day": .text(day.description)],
            who: act.actors, subjects: ["decided_at"])
    }
}
