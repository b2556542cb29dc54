package import CanonicalJSON
package import DefinitionTree

/// The partner given in this input is one of those listed in this form field.
package struct NamedIn: Requirement {
    package static let name = "named-in"
    package static let parameterNames = ["input", "field"]

    package var input: String
    package var field: String

    package enum Says: String, FindingSentence {
        case missing = "\"{input}\" names nobody"
        case named = "{partner} is named in \"{field}\""
        case notNamed = "{partner} is not named in \"{field}\""
        case names = "it names {partners}"
        case namesNobody = "it names nobody"
    }

    package init(input: String, field: String) {
        self.input = input
        self.field = field
    }

    package init(_ with: MapReader) { self.init(input: with.text("input") ?? "", field: with.text("field") ?? "") }

    package var parameters: JSONObject { ["input": .string(input), "field": .string(field)] }

    package var partnerInput: (key: String, field: String)? { (input, field) }

    package func check(at place: RequirementPlace) {
        place.input(input, [.partner])
        _ = place.checks.listField(field, [.partners, .organisers], at: place.path["field"])
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let partner = act.circumstances.inputs[input]?.string else {
            return unmet(.missing, ["input": .text(input)], who: act.actors, subjects: [input])
        }
        let named = LifecycleDefinition.partners(in: act.circumstances.fields[field])
        let values: [String: Reason.Value] = ["partner": .text(partner), "field": .text(act.label(ofField: field))]
        guard !named.contains(partner) else { return met(.named, values) }
        let present = named.isEmpty ? reason(.namesNobody) : reason(.names, ["partners": .list(named)])
        return RequirementAnswer(
            isMet: false, reasons: [reason(.notNamed, values), present], who: act.actors, subjects: [input])
    }
}
