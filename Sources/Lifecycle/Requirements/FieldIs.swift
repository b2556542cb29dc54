package import CanonicalJSON
package import DefinitionTree
import Wording

/// The choice in this form field is one of these.
package struct FieldIs: Requirement {
    package static let name = "field-is"
    package static let parameterNames = ["field", "values"]

    package var field: String
    package var values: [String]

    package enum Says: String, FindingSentence {
        case notFilled = "\"{field}\" is not filled"
        case one = "\"{field}\" is {value}"
        case another = "\"{field}\" is {value}, and {values|or} is needed"
    }

    package init(field: String, values: [String]) {
        self.field = field
        self.values = values
    }

    package init(_ with: MapReader) { self.init(field: with.text("field") ?? "", values: with.needed("values")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("field", field)
        object.put("values", values)
        return object
    }

    package func check(at place: RequirementPlace) {
        let definition = place.checks.fieldType(field, [.choice], at: place.path["field"])
        guard case .choice(let choices) = definition?.type else { return }
        for (index, value) in values.enumerated() where !choices.contains(value) {
            place.checks.report(
                place.path["values"][index],
                "\"\(value)\" is not one of the choices of \"\(field)\": \(choices.listed)")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        var said: [String: Reason.Value] = ["field": .text(act.label(ofField: field))]
        guard let value = act.circumstances.fields[field]?.string else {
            return unmet(.notFilled, said, who: act.proposers, subjects: [field])
        }
        said["value"] = .text(value)
        guard !values.contains(value) else { return met(.one, said) }
        said["values"] = .list(values)
        return unmet(.another, said, who: act.proposers, subjects: [field])
    }

    package func contradiction(with other: any Requirement) -> String? {
        guard let other = other as? FieldIs, field == other.field, values.excludes(other.values) else { return nil }
        return "\"\(field)\" cannot be \(values.listed) and \(other.values.listed) at once"
    }
}
