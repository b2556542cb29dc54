package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// The last day given in these date inputs (or recorded under this fact) is not after today.
package struct DatesNotInFuture: Requirement {
    package static let name = "dates-not-in-future"
    package static let parameterNames = ["fact", "inputs"]

    package var fact: String?
    package var inputs: [String]

    package enum Says: String, FindingSentence {
        case noDay = "no day is given"
        case past = "{day} is not in the future"
        case future = "{day} is still to come"
    }

    package init(fact: String?, inputs: [String]) {
        self.fact = fact
        self.inputs = inputs
    }

    package init(_ with: MapReader) {
        self.init(fact: with.has("fact") ? with.text("fact") : nil, inputs: with.needed("inputs"))
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("fact", fact ?? "")
        object.put("inputs", inputs)
        return object
    }

    package func check(at place: RequirementPlace) {
        if let fact { place.checks.known(fact, .fact, at: place.path["fact"]) }
        let source = fact.map { place.definition.fact($0)?.inputs } ?? place.act.inputs
        guard let source else { return }
        for (index, input) in inputs.enumerated() {
            place.checks.inputType(
                input, [.date], of: source, "\"\(fact ?? place.act.id)\"", at: place.path["inputs"][index])
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let source = fact.map { act.circumstances.facts[$0]?.inputs ?? [:] } ?? act.circumstances.inputs
        guard let last = act.lastDay(source, inputs) else { return met(.noDay) }
        let values: [String: Reason.Value] = ["day": .text(last.description)]
        return last <= act.circumstances.now.date(hoursEast: LocalDay.hours)
            ? met(.past, values) : unmet(.future, values, who: act.actors, subjects: inputs)
    }
}
