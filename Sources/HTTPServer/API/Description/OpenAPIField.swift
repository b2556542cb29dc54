import CanonicalJSON
import Lifecycle

/// What is written into a field of a form. The server has the last word on what fits it; here stands of what kind it is.
struct OpenAPIField {
    private let field: FieldDefinition
    private let mayBeNull: Bool

    init(_ field: FieldDefinition, _ mayBeNull: Bool) {
        self.field = field
        self.mayBeNull = mayBeNull
    }

    var schema: JSONObject {
        var schema: JSONObject = mayBeNull ? ["anyOf": [.object(value), ["type": "null"]]] : value
        schema["title"] = .string(field.label)
        let help = [field.help, field.source].filter { !$0.isEmpty }
        if !help.isEmpty { schema["description"] = .string(help.joined(separator: "\n\n")) }
        return schema
    }

    private var value: JSONObject {
        switch field.type {
        case .text(let limit): OpenAPIField.text(limit)
        case .reference: ["type": "string"]
        case .date: ["type": "string", "format": "date"]
        case .integer(let minimum, let maximum):
            ["type": "integer", "minimum": .integer(minimum), "maximum": .integer(maximum)]
        case .money:
            [
                "type": "object", "required": ["amount", "currency"], "additionalProperties": false,
                "properties": ["amount": ["type": "string"], "currency": ["type": "string"]],
            ]
        case .place(let limit): ["anyOf": [.object(OpenAPIField.text(limit)), ["type": "object"]]]
        case .choice(let choices): OpenAPIField.choice(choices)
        case .choices(let choices, let limit): OpenAPIField.list(OpenAPIField.choice(choices), limit)
        case .partners(let limit), .documents(let limit): OpenAPIField.list(["type": "string"], limit)
        case .organisers(let limit), .answers(let limit): OpenAPIField.list(["type": "object"], limit)
        }
    }

    private static func text(_ limit: Int) -> JSONObject { ["type": "string", "maxLength": .integer(Int64(limit))] }

    /// One of the words, or any word where none are named.
    private static func choice(_ words: [String]) -> JSONObject {
        words.isEmpty ? ["type": "string"] : ["type": "string", "enum": .strings(words)]
    }

    private static func list(_ element: JSONObject, _ limit: Int) -> JSONObject {
        ["type": "array", "items": .object(element), "maxItems": .integer(Int64(limit))]
    }
}
