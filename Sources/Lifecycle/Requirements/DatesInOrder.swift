package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// The days given in these form fields do not run backwards, nor do those given in these inputs.
package struct DatesInOrder: Requirement {
    package static let name = "dates-in-order"
    package static let parameterNames = ["fields", "inputs"]

    package var fields: [String]
    package var inputs: [String]

    package enum Says: String, FindingSentence {
        case inOrder = "the days are in order"
        case backwards = "\"{later}\" is before \"{earlier}\""
    }

    package init(fields: [String], inputs: [String]) {
        self.fields = fields
        self.inputs = inputs
    }

    package init(_ with: MapReader) { self.init(fields: with.texts("fields"), inputs: with.texts("inputs")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("fields", fields)
        object.put("inputs", inputs)
        return object
    }

    package func check(at place: RequirementPlace) {
        for (index, key) in fields.enumerated() {
            place.checks.fieldType(key, [.date], at: place.path["fields"][index])
        }
        for (index, key) in inputs.enumerated() {
            place.checks.inputType(
                key, [.date], of: place.act.inputs, "\"\(place.act.id)\"", at: place.path["inputs"][index])
        }
        if fields.count < 2, inputs.count < 2 { place.report("name at least two days to compare") }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let back = backwards(fields, act.circumstances.fields) ?? backwards(inputs, act.circumstances.inputs)
        guard let back else { return met(.inOrder) }
        return unmet(
            .backwards, ["later": .text(back.later), "earlier": .text(back.earlier)], who: act.actors,
            subjects: [back.earlier, back.later])
    }

    /// The first neighbours among these days that run backwards.
    private func backwards(_ keys: [String], _ object: JSONObject) -> (earlier: String, later: String)? {
        let days = keys.compactMap { key in object.day(key).map { (key, $0) } }
        for (left, right) in zip(days, days.dropFirst()) where right.1 < left.1 { return (left.0, right.0) }
        return nil
    }
}
