package import CanonicalJSON
package import DefinitionTree

/// Each likely duplicate was looked at and answered in this field.
package struct DuplicatesAnswered: Requirement {
    package static let name = "duplicates-answered"
    package static let parameterNames = ["field"]

    package var field: String

    package enum Says: String, FindingSentence {
        case none = "no similar proposal was found"
        case answered = "each was answered"
        case open = "looks like {refs}: say in \"{field}\" how it differs"
    }

    package init(field: String) { self.field = field }
    package init(_ with: MapReader) { self.init(field: with.text("field") ?? "") }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("field", field)
        return object
    }

    package func check(at place: RequirementPlace) {
        _ = place.checks.listField(field, [.answers], at: place.path["field"])
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let candidates = act.circumstances.duplicateCandidates
        guard !candidates.isEmpty else { return met(.none) }
        let answered = (act.circumstances.fields[field]?.array ?? []).compactMap { $0["ref"]?.string }
        let open = candidates.filter { !answered.contains($0) }
        guard !open.isEmpty else { return met(.answered) }
        return unmet(
            .open, ["refs": .list(open), "field": .text(field)], who: act.proposers, subjects: open)
    }
}
