import CanonicalJSON
import HTTPTypes
import LineProtocol

/// What goes wrong, by status: the codes of the protocol, and the faults of HTTP alone.
enum OpenAPIProblems {
    private static let schemaName = "Problem"

    /// Where the object of every problem is described.
    static let reference: JSONValue = ["$ref": .string("#/components/schemas/\(schemaName)")]

    /// Every answer to a request that failed, as an operation names it, by its status.
    static let references = JSONObject(
        codes.keys.map { status in
            JSONObject.Member(
                key: String(status), value: ["$ref": .string("#/components/responses/\(schemaName)\(status)")])
        })

    /// The same, as they are described.
    static let responses = JSONObject(
        codes.map { status, codes in
            JSONObject.Member(key: "\(schemaName)\(status)", value: .object(response(status, codes)))
        })

    /// The object of every problem.
    static var schema: JSONObject {
        [
            "type": "object", "required": ["code", "detail", "do", "effect", "retry", "status", "title"],
            "description": "What went wrong (RFC 9457). A code may bring members besides.",
            "properties": [
                "code": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                "detail": ["type": "string", "description": "What was wrong, as one sentence."],
                "do": ["type": "string", "description": "What to do about it, as one sentence."],
                "retry": ["type": "string", "pattern": "^(never|same|fresh|after=[0-9]+)$"],
                "effect": ["type": "string", "enum": .strings(Effect.allCases.map(\.rawValue))],
                "unmet": [
                    "type": "array", "items": OpenAPISchemas.name(PartShape(of: JudgedRequirement.self)),
                    "description": "Of a refusal: every requirement that is not met.",
                ],
                "changes": [
                    "type": "string", "description": "Where to see what changed since the version in If-Match.",
                ],
            ],
        ]
    }

    static func add(to schemas: inout JSONObject) { schemas[schemaName] = .object(schema) }

    private struct Code {
        let name: String
        let meaning: String
    }

    private static let codes: [Int: [Code]] = {
        var codes: [Int: [Code]] = [:]
        for code in ErrorCode.allCases {
            codes[code.status.code, default: []].append(Code(name: code.rawValue, meaning: code.entry.meaning))
        }
        for fault in WebFault.allCases {
            codes[fault.status.code, default: []].append(Code(name: fault.rawValue, meaning: fault.message + "."))
        }
        return codes
    }()

    private static func response(_ status: Int, _ codes: [Code]) -> JSONObject {
        let number = JSONValue.integer(Int64(status))
        return [
            "description": .string(codes.map { "`\($0.name)`: \($0.meaning)" }.joined(separator: "\n\n")),
            "headers": .object(headers(status)),
            "content": [
                Problem.type: [
                    "schema": [
                        "allOf": [
                            reference,
                            [
                                "type": "object",
                                "properties": [
                                    "code": ["type": "string", "enum": .strings(codes.map(\.name))],
                                    // Not const: tools that make clients know no number that is one.
                                    "status": ["type": "integer", "minimum": number, "maximum": number],
                                ],
                            ],
                        ]
                    ]
                ]
            ],
        ]
    }

    private static func headers(_ status: Int) -> JSONObject {
        var headers: JSONObject = [
            "Retry-After": [
                "description": "Seconds, where retry is after=ms.", "schema": ["type": "integer", "minimum": 1],
            ]
        ]
        switch HTTPResponse.Status(code: status) {
        case .unauthorized:
            headers["WWW-Authenticate"] = [
                "description": "As RFC 6750 says.", "required": true, "schema": ["type": "string"],
            ]
        case .methodNotAllowed:
            headers["Allow"] = ["description": "The methods.", "required": true, "schema": ["type": "string"]]
        default: break
        }
        return headers
    }
}
