package import CanonicalJSON
package import DefinitionTree
import Wording

/// The list in this field holds at least so many.
package struct AtLeast: Requirement {
    package static let name = "at-least"
    package static let parameterNames = ["field", "count"]

    package var field: String
    package var count: Int

    package enum Says: String, FindingSentence {
        case enough = "{present} in \"{field}\""
        case tooFew = "\"{field}\" names {present}, and it must name at least {count}"
    }

    package init(field: String, count: Int) {
        self.field = field
        self.count = count
    }

    package init(_ with: MapReader) {
        self.init(field: with.text("field") ?? "", count: with.number("count", 1...100_000))
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("field", field)
        object.put("count", count)
        return object
    }

    package func check(at place: RequirementPlace) {
        let limit = place.checks.listField(field, nil, at: place.path["field"])
        if let limit, count > limit {
            place.report("count", "\"\(field)\" lists at most \(limit), so never \(count)")
        }
    }

    package func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String] {
        let partners = forum.partners.count
        guard count > partners, case .partners = lifecycle.form.field(field)?.type else { return [] }
        return ["asks for at least \(counted(count, "partner")) in \"\(field)\", and there are \(partners)"]
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let present = act.circumstances.fields[field]?.array?.count ?? 0
        let values: [String: Reason.Value] = [
            "field": .text(field), "present": .number(present), "count": .number(count),
        ]
        return present >= count
            ? met(.enough, values) : unmet(.tooFew, values, who: act.proposers, subjects: [field])
    }
}
