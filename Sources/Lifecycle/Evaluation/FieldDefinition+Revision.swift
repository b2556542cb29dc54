package import CanonicalJSON

extension FieldDefinition {
    /// Whether a field may still change in this way after the decision: where it is marked so, and of organisers the contacts alone.
    package func mayChangeAfterDecision(from old: JSONValue?, to new: JSONValue?) -> Bool {
        guard afterDecision else { return false }
        guard type.listsOrganisers else { return true }
        return FieldDefinition.withoutContacts(old) == FieldDefinition.withoutContacts(new)
    }

    private static func withoutContacts(_ organisers: JSONValue?) -> [JSONValue] {
        (organisers?.array ?? []).map { organiser in
            guard var object = organiser.object else { return organiser }
            object["contact"] = nil
            return .object(object)
        }
    }
}

extension FieldDefinition.FieldType {
    fileprivate var listsOrganisers: Bool { if case .organisers = self { true } else { false } }
}
