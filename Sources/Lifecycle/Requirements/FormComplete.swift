package import DefinitionTree

/// Every form field that is needed by this act, on this track, is filled.
package struct FormComplete: Requirement {
    package static let name = "form-complete"

    package enum Says: String, FindingSentence {
        case filled = "every required field is filled"
        case notFilled = "not filled: {fields}"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let missing = act.definition.missingFields(by: act.id, act.circumstances)
        guard !missing.isEmpty else { return met(.filled) }
        return unmet(
            .notFilled, ["fields": .list(missing.map(\.label))], who: writers(of: missing, act),
            subjects: missing.map(\.key))
    }

    /// Who may write these fields: the roles that each names, the writers of the text where it names none.
    private func writers(of fields: [FieldDefinition], _ act: ActInQuestion) -> [Capable] {
        fields.flatMap { field in
            field.writers.isEmpty ? act.proposers : act.definition.capable(field.writers, act.circumstances)
        }.uniqued
    }
}
