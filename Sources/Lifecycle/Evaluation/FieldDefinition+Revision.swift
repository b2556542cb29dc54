package import CanonicalJSON

extension FieldDefinition {
    /// Whether a field may still change in this way after the decision: where it is marked so, and of organisers the contacts alone.
    package func mayChangeAfterDecision(from old: JSONValue?, to new: JSONValue?) -> Bool {
        guard afterDecision else { return false }
        guard type.listsOrganisers else { return true }
        func organisers(_ value: JSONValue?) -> JSONValue {
            FieldDefinition.withoutContacts(.array(value?.array ?? []))
        }
        return organisers(old) == organisers(new)
    }
}

extension FieldDefinition.FieldType {
    fileprivate var listsOrganisers: Bool { if case .organisers = self { true } else { false } }
}
