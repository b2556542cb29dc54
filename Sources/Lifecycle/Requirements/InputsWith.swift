package import CanonicalJSON
package import DefinitionTree

/// Where this input has one of these values (its default, when left out), these other inputs are given as well.
package struct InputsWith: Requirement {
    package static let name = "inputs-with"
    package static let parameterNames = ["input", "values", "needed"]

    package var input: String
    package var values: [String]
    package var needed: [String]

    package enum Says: String, FindingSentence {
        case given = "nothing more is needed"
        case missing = "with \"{input}\" {value}, {needed|quoted} must be given"
    }

    package init(input: String, values: [String], needed: [String]) {
        self.input = input
        self.values = values
        self.needed = needed
    }

    package init(_ with: MapReader) {
        self.init(
            input: with.text("input") ?? "", values: with.needed("values"), needed: with.needed("needed"))
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("input", input)
        object.put("values", values)
        object.put("needed", needed)
        return object
    }

    package func check(at place: RequirementPlace) {
        place.checks.choice(input, values, of: place.act, at: place.path)
        for (index, other) in needed.enumerated() where place.checks.isWhole(.inputs) {
            if !place.act.inputs.contains(where: { $0.key == other }) {
                place.checks.report(
                    place.path["needed"][index], "\"\(place.act.id)\" takes no input \"\(other)\"")
            }
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let value = act.definition.choice(input, act: act.id, act.circumstances)
        let missing = needed.filter { !act.definition.isGiven(act.circumstances.inputs[$0]) }
        guard let value, values.contains(value), !missing.isEmpty else { return met(.given) }
        return unmet(
            .missing, ["input": .text(input), "value": .text(value), "needed": .list(missing)], who: act.actors,
            subjects: missing)
    }
}
