package import CanonicalJSON
package import DefinitionTree

/// Partners in a list field cover each of these values of an attribute, or a reasoned waiver is given.
package struct Counterparts: Requirement {
    package static let name = "counterparts"
    package static let parameterNames = ["field", "attribute", "values", "waiver"]

    package var field: String
    package var attribute: String
    package var values: [String]
    package var waiver: String

    package enum Says: String, FindingSentence {
        case waived = "waived, with a reason"
        case present = "a partner of each of {values} takes part"
        case missing = "no partner of {values} in \"{field}\", and no reason in \"{waiver}\""
    }

    package init(field: String, attribute: String, values: [String], waiver: String) {
        self.field = field
        self.attribute = attribute
        self.values = values
        self.waiver = waiver
    }

    package init(_ with: MapReader) {
        self.init(
            field: with.text("field") ?? "", attribute: with.text("attribute") ?? "", values: with.needed("values"),
            waiver: with.text("waiver") ?? "")
    }

    package var parameters: JSONObject {
        var object: JSONObject = [
            "field": .string(field), "attribute": .string(attribute), "waiver": .string(waiver),
        ]
        object.put("values", values)
        return object
    }

    package func check(at place: RequirementPlace) {
        let limit = place.checks.listField(field, [.partners, .organisers], at: place.path["field"])
        if let limit, values.count > limit {
            place.report("values", "\"\(field)\" lists at most \(limit), and \(values.count) are asked for")
        }
        place.checks.fieldType(waiver, [.text], at: place.path["waiver"])
    }

    package func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String] {
        guard forum.attributes.contains(attribute) else {
            return ["refers to \"\(attribute)\", which is not an attribute of partners"]
        }
        return values.filter { value in !forum.partners.contains { $0[attribute] == value } }.map {
            "needs a partner whose \(attribute) is \($0), and there is none"
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let circumstances = act.circumstances
        if act.definition.isGiven(circumstances.fields[waiver]) { return met(.waived) }
        let present = Set(
            LifecycleDefinition.partners(in: circumstances.fields[field]).compactMap {
                circumstances.partnerAttributes[$0]?[attribute]
            })
        let missing = values.filter { !present.contains($0) }
        guard !missing.isEmpty else { return met(.present, ["values": .list(values)]) }
        return unmet(
            .missing, ["values": .list(missing), "field": .text(field), "waiver": .text(waiver)], who: act.proposers,
            subjects: [field, waiver])
    }
}
