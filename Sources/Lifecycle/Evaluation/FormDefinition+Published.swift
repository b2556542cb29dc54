package import CanonicalJSON

extension FormDefinition {
    /// What everybody may read of a text once these fields of it are published: nothing personal, and of organisers no contacts, whatever
    /// was made public. Whoever shows a published text, or what it would be, asks here.
    package func published(_ keys: [String], of fields: JSONObject) -> JSONObject {
        var published = JSONObject()
        for key in keys where field(key)?.isPersonal != true {
            published[key] = fields[key].map(FieldDefinition.withoutContacts)
        }
        return published
    }
}

extension FieldDefinition {
    /// A value without the contacts of the organisers in it.
    static func withoutContacts(_ value: JSONValue) -> JSONValue {
        guard case .array(let elements) = value else { return value }
        return .array(
            elements.map { element in
                guard case .object(var object) = element else { return element }
                object["contact"] = nil
                return .object(object)
            })
    }
}
