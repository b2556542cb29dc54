package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// The meeting given ended on or after the last actual day under this fact.
package struct MeetingAfterFact: Requirement {
    package static let name = "meeting-after-fact"
    package static let parameterNames = ["input", "fact"]

    package var input: String
    package var fact: String

    package enum Says: String, FindingSentence {
        case missing = "\"{input}\" must name a meeting that was held"
        case noDays = "no actual dates are recorded under \"{fact}\""
        case after = "{meeting} ended on {ended}, not before {last}"
        case before = "{meeting} ended on {ended}, before the last day, {last}"
    }

    package init(input: String, fact: String) {
        self.input = input
        self.fact = fact
    }

    package init(_ with: MapReader) { self.init(input: with.text("input") ?? "", fact: with.text("fact") ?? "") }

    package var parameters: JSONObject { ["input": .string(input), "fact": .string(fact)] }

    package var meetingInput: String? { input }

    package func check(at place: RequirementPlace) {
        place.input(input, [.meeting])
        place.recordable(fact)
        if let definition = place.definition.fact(fact), place.checks.isWhole(.inputs),
            !definition.inputs.contains(where: { ["starts", "ends"].contains($0.key) && $0.type == .date })
        {
            place.report("fact", "\"\(fact)\" takes no date \"starts\" or \"ends\" to compare with")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let held = act.held(input) else {
            return unmet(.missing, ["input": .text(input)], who: act.actors, subjects: [input])
        }
        guard let last = act.lastDay(act.circumstances.facts[fact]?.inputs, ["ends", "starts"]) else {
            return unmet(.noDays, ["fact": .text(fact)], who: act.actors, subjects: [fact])
        }
        let ended = held.days.upperBound
        let values: [String: Reason.Value] = [
            "meeting": .text(held.id), "ended": .text(ended.description), "last": .text(last.description),
        ]
        return ended >= last
            ? met(.after, values) : unmet(.before, values, who: act.actors, subjects: [input])
    }
}
