package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// Today is not after the day in this form field (an activity that has not begun).
package struct TodayBefore: Requirement {
    package static let name = "today-before"
    package static let parameterNames = ["field"]

    package var field: String

    package enum Says: String, FindingSentence {
        case noDay = "\"{field}\" holds no day"
        case inTime = "not later than {day}"
        case tooLate = "too late: it was to begin on {day}"
    }

    package init(field: String) { self.field = field }
    package init(_ with: MapReader) { self.init(field: with.text("field") ?? "") }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("field", field)
        return object
    }

    package func check(at place: RequirementPlace) {
        place.checks.fieldType(field, [.date], at: place.path["field"])
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let day = act.circumstances.fields.day(field) else {
            return unmet(.noDay, ["field": .text(field)], who: act.proposers, subjects: [field])
        }
        let values: [String: Reason.Value] = ["day": .text(day.description)]
        return act.earliestDay <= day ? met(.inTime, values) : unmet(.tooLate, values, who: [], subjects: [field])
    }
}
