import CanonicalJSON
import Lifecycle

/// Moves that change the text: what they write, and that it can be written.
extension Decider {
    /// What a transition changes in the text under these inputs; nil where it changes nothing.
    func writing(of transition: TransitionDefinition, _ inputs: JSONObject) throws(Refusal) -> JSONObject? {
        guard let input = transition.inputs.first(where: \.isChanges), let given = inputs[input.key]?.object else {
            return nil
        }
        var changes: JSONObject = [:]
        for member in given.members where (proposal.fields[member.key] ?? .null) != member.value {
            changes[member.key] = member.value
        }
        guard !changes.isEmpty else {
            throw .badField(input.key, "the text already says so; give a field that changes, with its new value")
        }
        try mustBeText(proposal.text(after: changes))
        return changes
    }

    /// What every text is held to, whoever changes it.
    func mustBeText(_ fields: JSONObject) throws(Refusal) {
        if fields["title"] == nil, definition.form.field("title") != nil {
            throw .badField("title", "a proposal keeps a title")
        }
        try FormValues(context.registry, definition, as: .recorded).checkDays(fields)
        guard fields.canonicalBytes.count <= Drafting.textLimit else {
            throw .badField("fields", "the whole text is at most \(Drafting.textLimit) bytes")
        }
    }

    /// Changes as an event keeps them.
    func writes(_ changes: JSONObject) -> Event.Moved.Writing {
        Event.Moved.Writing(changes: changes, textDigest: textDigest(proposal.text(after: changes)))
    }
}

extension Proposal {
    /// The text after these changes; a null empties a field.
    func text(after changes: JSONObject) -> JSONObject {
        var result = fields
        for member in changes.members { result[member.key] = member.value.isNull ? nil : member.value }
        return result
    }
}
