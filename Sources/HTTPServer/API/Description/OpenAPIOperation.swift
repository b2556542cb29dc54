import CanonicalJSON
import HTTPTypes
import LineProtocol

/// A verb at one of its addresses, with one method.
struct OpenAPIOperation {
    let route: APIRoute
    let method: HTTPRequest.Method
    let path: String
    /// Those that stand in this address.
    let arguments: [VerbShape.Positional]

    private var shape: VerbShape { route.verb.shape }
    private var isWrite: Bool { shape.takesKey && method == .post }

    func object(_ schemas: inout OpenAPISchemas) throws(Failure) -> JSONObject {
        var operation: JSONObject = [
            "operationId": .string(id), "summary": .string(shape.summary),
            "security": OpenAPI.security(isPublic: route.verb.isPublic || route.verb == .ping),
        ]
        if let note { operation["description"] = .string(note) }
        let parameters = try parameters(schemas)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        operation["requestBody"] = try body(&schemas)
        operation["responses"] = .object(OpenAPIProblems.references.adding("200", try answer(&schemas)))
        return operation
    }

    /// `get_show_ref`: a name that no other operation has, and that any language takes.
    private var id: String {
        let words = path.dropFirst(API.root.count).split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        return ([method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private var note: String? {
        guard !shape.exactlyOneOf.isEmpty else { return nil }
        return "Exactly one of \(shape.exactlyOneOf.joined(separator: " and ")) is given."
    }

    // MARK: What is asked

    private func parameters(_ schemas: OpenAPISchemas) throws(Failure) -> [JSONValue] {
        var parameters: [JSONValue] = arguments.map { argument in
            [
                "name": .string(argument.name), "in": "path", "required": true,
                "schema": .object(schemas.argument(argument)),
            ]
        }
        let kinds = try route.verb.optionShapes()
        parameters += shape.options.map { .object(OpenAPISchemas.option($0, kinds[$0.name])) }
        if isWrite { parameters += [OpenAPIOperation.key, OpenAPIOperation.version] }
        if route.verb == .watch { parameters.append(OpenAPIOperation.lastEvent) }
        return parameters
    }

    private static let key: JSONValue = [
        "name": "Idempotency-Key", "in": "header",
        "description": "Makes the write safe to repeat: the same request with the same key is done once.",
        "schema": ["type": "string", "pattern": .string("^(\(word)|\"\(word)\")$")],
    ]

    /// What a key is made of.
    private static let word = "\(Request.atomCharacters){1,\(Limits.keyBytes)}"

    private static let version: JSONValue = [
        "name": "If-Match", "in": "header",
        "description": "The ETag of what was seen: if it has changed, nothing is done, and the answer is 412.",
        "schema": ["type": "string", "pattern": .string("^(\\*|\(tag))$")],
    ]

    private static let lastEvent: JSONValue = [
        "name": "Last-Event-ID", "in": "header",
        "description": "The id of the last event that came: what came after it follows. It goes before `after`.",
        "schema": .object(OpenAPISchemas.atom()),
    ]

    /// How a version is written: the number between quotation marks.
    private static let tag = #""(0|[1-9][0-9]{0,15})""#

    private func body(_ schemas: inout OpenAPISchemas) throws(Failure) -> JSONValue? {
        guard route.takesObject(method) else { return nil }
        return [
            "required": .bool(shape.object == .required || shape.access == .writeWithObject),
            "content": ["application/json": ["schema": try schemas.asked(route.verb)]],
        ]
    }

    // MARK: What is answered

    private func answer(_ schemas: inout OpenAPISchemas) throws(Failure) -> JSONValue {
        guard route.verb != .watch else { return try stream(&schemas) }
        var answer: JSONObject = ["description": "Done."]
        guard let end = isWrite ? route.verb.writtenShape : route.verb.endShape else { return .object(answer) }
        var schema = try schemas.reference(end)
        if !isWrite, let row = route.verb.rowShape {
            var rows: JSONObject = [
                "type": "object",
                "properties": ["rows": ["type": "array", "items": try schemas.reference(row)]],
            ]
            if route.verb.rowsOption == nil { rows["required"] = ["rows"] }
            schema = ["allOf": [schema, .object(rows)]]
        }
        answer["content"] = ["application/json": ["schema": schema]]
        if try end.shape().mayHaveVersion {
            answer["headers"] = [
                "ETag": [
                    "description": "The version, where there is one, as If-Match takes it.",
                    "schema": ["type": "string", "pattern": .string("^\(OpenAPIOperation.tag)$")],
                ]
            ]
        }
        return .object(answer)
    }

    /// Events as they come. OpenAPI 3.1 has no words for what a stream is made of; those of 3.2 stand in an extension.
    private func stream(_ schemas: inout OpenAPISchemas) throws(Failure) -> JSONValue {
        guard let row = route.verb.rowShape else { return ["description": "Events as they come."] }
        return [
            "description":
                "Server-sent events. `id` is the cursor, `data` an object. One of the type `error` ends the stream; its data is a Problem.",
            "content": [
                "text/event-stream": [
                    "schema": ["type": "string"],
                    "x-itemSchema": [
                        "type": "object",
                        "properties": [
                            "id": ["type": "string"], "event": ["type": "string", "enum": ["error"]],
                            "data": [
                                "type": "string", "contentMediaType": "application/json",
                                "contentSchema": ["anyOf": [try schemas.reference(row), OpenAPIProblems.reference]],
                            ],
                        ],
                    ],
                ]
            ],
        ]
    }
}
