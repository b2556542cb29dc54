import CanonicalJSON
import HTTPTypes
import LineProtocol

/// The description of the API in OpenAPI 3.1. It is made from what the server itself goes by: the verbs with their members, the registry of
/// errors and, for one forum, its forms.
struct OpenAPI {
    /// The last word of its own address.
    static let name = "openapi.json"
    static let path = "\(API.root)/\(name)"
    /// The option that names the forum whose forms it is to have.
    static let forumOption = "forum"
    static let usage = "GET \(path)?\(forumOption)="

    /// The name and version of the server.
    let server: String
    /// The one forum that it is about; nil where it is about all of them.
    var forum: ForumForms?

    func document() throws(Failure) -> JSONObject {
        var schemas = OpenAPISchemas(forum)
        var paths = JSONObject()
        for verb in Verb.allCases {
            guard let route = APIRoute.all[APIRoute(verb: verb).name] else { continue }
            for (path, arguments) in route.paths() {
                var item = JSONObject()
                for method in route.methods {
                    let operation = OpenAPIOperation(route: route, method: method, path: path, arguments: arguments)
                    item[method.rawValue.lowercased()] = .object(try operation.object(&schemas))
                }
                paths[path] = .object(item)
            }
        }
        paths[OpenAPI.path] = ["get": .object(own)]
        try schemas.add(JudgedRequirement.self)
        return [
            "openapi": "3.1.0", "info": .object(info), "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    OpenAPI.tokenScheme: [
                        "type": "http", "scheme": "bearer", "description": "An access token, chy_...",
                    ]
                ],
                "schemas": .object(schemas.written), "responses": .object(OpenAPIProblems.responses),
            ],
        ]
    }

    private var info: JSONObject {
        [
            "title": .string(forum.map { "Chancery: \($0.forum)" } ?? "Chancery"), "version": .string(server),
            "description": .string(
                "Each verb of the line protocol at an address of its own: docs/http.md says how, docs/protocol.md what each means. "
                    + "Whatever takes GET takes HEAD."),
        ]
    }

    /// What it says of itself.
    private var own: JSONObject {
        [
            "operationId": "get_openapi", "summary": "This description.",
            "parameters": [
                [
                    "name": .string(OpenAPI.forumOption), "in": "query", "schema": .object(OpenAPISchemas.atom()),
                    "description": "The forum whose forms it is to have: it needs a token that may see them.",
                ]
            ],
            "responses": .object(
                OpenAPIProblems.references.adding(
                    "200",
                    [
                        "description": "This description.",
                        "content": [
                            "application/json": ["schema": ["type": "object", "required": ["openapi", "paths"]]]
                        ],
                    ])),
            "security": OpenAPI.security(isPublic: true),
        ]
    }

    private static let tokenScheme = "token"

    /// Who may ask: with a token, or anybody.
    static func security(isPublic: Bool) -> JSONValue {
        let token: JSONValue = .object([tokenScheme: []])
        return .array(isPublic ? [[:], token] : [token])
    }
}

extension JSONObject {
    func adding(_ key: String, _ value: JSONValue) -> JSONObject {
        var object = self
        object[key] = value
        return object
    }
}
