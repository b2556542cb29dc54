import CanonicalJSON
import LineProtocol

/// The schemas of a description: those of the parts that it names, each once.
struct OpenAPISchemas {
    /// By the names of the parts.
    private(set) var written = JSONObject()
    /// The one forum that is described; nil where it may be any.
    private let forum: ForumForms?

    init(_ forum: ForumForms?) {
        self.forum = forum
        OpenAPIProblems.add(to: &written)
    }

    /// Where a part is described, which is seen to.
    mutating func reference(_ part: PartShape) throws(Failure) -> JSONValue {
        if written[part.name] == nil {
            // It may hold itself.
            written[part.name] = [:]
            written[part.name] = .object(try schema(try part.shape(), asked: part.isAsked))
        }
        return OpenAPISchemas.name(part)
    }

    static func name(_ part: PartShape) -> JSONValue { ["$ref": .string("#/components/schemas/\(part.name)")] }

    mutating func add(_ part: (some ReplyPart).Type) throws(Failure) { _ = try reference(PartShape(of: part)) }

    /// The object of a request; of a text with the fields of the forum's forms.
    mutating func asked(_ verb: Verb) throws(Failure) -> JSONValue {
        let part = verb.askedShape
        guard let texts = forum?.texts(of: verb) else { return try reference(part) }
        if written[part.name] == nil {
            let own = try schema(try part.shape(), asked: true)
            written[part.name] = .object(texts.schema(beside: own))
        }
        return OpenAPISchemas.name(part)
    }

    // MARK: Parts

    /// - Parameter asked: whether it is a request's: whatever may be left out may be null, and nothing else may be there. An answer may say
    ///   more than is told of.
    private mutating func schema(_ shape: ObjectShape, asked: Bool) throws(Failure) -> JSONObject {
        var properties = JSONObject()
        for member in shape.members {
            let mayBeNull = asked ? !member.isRequired : member.mayBeNull
            properties[member.name] = .object(try value(member.value, orNull: mayBeNull, asked: asked))
        }
        var schema: JSONObject = ["type": "object"]
        if !properties.isEmpty { schema["properties"] = .object(properties) }
        let required = shape.members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .strings(required) }
        if asked, !shape.isOpen { schema["additionalProperties"] = false }
        return schema
    }

    private mutating func value(_ shape: ValueShape, orNull: Bool, asked: Bool) throws(Failure) -> JSONObject {
        var schema = try value(shape, asked: asked)
        guard orNull, !schema.isEmpty else { return schema }
        guard let type = schema["type"] else { return ["anyOf": [.object(schema), ["type": "null"]]] }
        schema["type"] = [type, "null"]
        if let words = schema["enum"]?.array { schema["enum"] = .array(words + [.null]) }
        return schema
    }

    private mutating func value(_ shape: ValueShape, asked: Bool) throws(Failure) -> JSONObject {
        switch shape {
        case .any: [:]
        case .text: ["type": "string"]
        // An answer may have a word of which nobody knew when this was made.
        case .word(let words): asked ? ["type": "string", "enum": .strings(words)] : ["type": "string"]
        case .instant: ["type": "string", "format": "date-time"]
        case .day: ["type": "string", "format": "date"]
        case .moment: ["anyOf": [["type": "string", "format": "date-time"], ["type": "string", "format": "date"]]]
        case .integer:
            [
                "type": "integer", "minimum": .integer(-JSONValue.largestInteger),
                "maximum": .integer(JSONValue.largestInteger),
            ]
        case .flag: ["type": "boolean"]
        case .object: ["type": "object"]
        case .part(let part): try reference(part).object ?? [:]
        case .list(let element):
            ["type": "array", "items": .object(try value(element, orNull: false, asked: asked))]
        case .map(let element):
            ["type": "object", "additionalProperties": .object(try value(element, orNull: asked, asked: asked))]
        }
    }

    // MARK: Arguments

    /// What an address or a header says in one word.
    static func atom() -> JSONObject {
        ["type": "string", "pattern": .string("^\(Request.atomCharacters){1,\(Limits.atomBytes)}$")]
    }

    func argument(_ argument: VerbShape.Positional) -> JSONObject {
        if let forum, argument.name == OpenAPI.forumOption {
            return ["type": "string", "enum": [.string(forum.forum)]]
        }
        guard argument.choices.isEmpty else { return ["type": "string", "enum": .strings(argument.choices)] }
        return OpenAPISchemas.atom()
    }

    /// - Parameter kind: what it is, where it is more than text.
    static func option(_ option: VerbShape.Option, _ kind: ValueShape?) -> JSONObject {
        var parameter: JSONObject = ["name": .string(option.name), "in": "query"]
        switch (option.kind, kind) {
        case (.integer(let range), _):
            parameter["schema"] = [
                "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
            ]
        case (.text, .flag?): parameter["schema"] = ["type": "boolean"]
        case (.text, .day?): parameter["schema"] = ["type": "string", "format": "date"]
        case (.text, .instant?): parameter["schema"] = ["type": "string", "format": "date-time"]
        case (.text, .list?):
            parameter["schema"] = ["type": "array", "minItems": 1, "items": .object(atom())]
            // With commas between.
            parameter["explode"] = false
        case (.text, _), (.ref, _): parameter["schema"] = .object(atom())
        }
        return parameter
    }
}
