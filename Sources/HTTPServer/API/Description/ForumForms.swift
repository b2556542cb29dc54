import CanonicalJSON
import Lifecycle
import LineProtocol

/// A forum with the forms of its lifecycles, for a description of it alone.
struct ForumForms: Sendable {
    let forum: String
    let definitions: [LifecycleDefinition]

    /// The texts that the object of a verb may hold; nil where it holds none.
    func texts(of verb: Verb) -> Texts? {
        switch verb {
        case .draft: Texts(forms: definitions.map(\.form), mayEmpty: false)
        case .revise: Texts(forms: definitions.map(\.form), mayEmpty: true)
        default: nil
        }
    }

    /// The fields of a text, by one form or another.
    struct Texts {
        let forms: [FormDefinition]
        /// Whether null empties a field.
        let mayEmpty: Bool

        /// The members of the request itself, beside them the fields of a form; where a field has the name of a member it is told of under
        /// `fields` alone.
        func schema(beside own: JSONObject) -> JSONObject {
            let schemas = forms.map { schema($0, beside: own) }
            return schemas.count == 1 ? schemas[0] : ["anyOf": .array(schemas.map { .object($0) })]
        }

        private func schema(_ form: FormDefinition, beside own: JSONObject) -> JSONObject {
            let fields = JSONObject(
                form.fields.map { field in
                    JSONObject.Member(key: field.key, value: .object(OpenAPIField(field, mayEmpty).schema))
                })
            var properties = own["properties"]?.object ?? [:]
            for field in fields.members where properties[field.key] == nil { properties[field.key] = field.value }
            properties["fields"] = [
                "type": ["object", "null"], "properties": .object(fields), "additionalProperties": false,
                "description": "The fields, where one has the name of a member of the request.",
            ]
            return own.adding("properties", .object(properties)).adding("additionalProperties", false)
                .adding("description", .string("The form \(form.id), version \(form.version)."))
        }
    }
}
