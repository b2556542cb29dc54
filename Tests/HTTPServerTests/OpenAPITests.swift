import CanonicalJSON
import HTTPTypes
import LineProtocol
import TestWeb
import Testing

@testable import HTTPServer

@Suite("The description of the API", .timeLimit(.minutes(60)))
struct OpenAPITests {
    private static let address = "/api/v1/openapi.json"

    /// An operation of the document: `GET /api/v1/show/{ref}`.
    private struct Operation {
        let method: String
        let path: String
        let object: JSONObject

        var name: String { "\(method) \(path)" }
        var parameters: [JSONObject] { (object["parameters"]?.array ?? []).compactMap(\.object) }
    }

    private func operations(_ document: JSONObject) -> [Operation] {
        (document["paths"]?.object?.members ?? []).flatMap { path in
            (path.value.object?.members ?? []).map { operation in
                Operation(method: operation.key.uppercased(), path: path.key, object: operation.value.object ?? [:])
            }
        }
    }

    /// Every address that something refers to.
    private func references(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                member.key == "$ref" ? [member.value.string ?? ""] : references(member.value)
            }
        case .array(let elements): elements.flatMap { references($0) }
        case .null, .bool, .integer, .string: []
        }
    }

    @Test("every address of the API is in it with each of its methods, and no other")
    func routes() async throws {
        let document = try OpenAPI(server: "chancery 1").document()
        let expected = APIRoute.all.values.flatMap { route in
            route.paths().flatMap { path, _ in route.methods.map { "\($0.rawValue) \(path)" } }
        }
        let operations = operations(document)
        #expect(operations.map(\.name).sorted() == (expected + ["GET \(Self.address)"]).sorted())
        #expect(operations.contains { $0.name == "GET /api/v1/watch" })
        #expect(operations.contains { $0.name == "POST /api/v1/position/{ref}/{stance}" })
        try await withWeb { web in
            for operation in operations where !operation.path.hasPrefix("/api/v1/watch") {
                let target = operation.path.replacing("{stance}", with: "support").replacing(/\{[a-z]+\}/, with: "x-1")
                let body = operation.method == "POST" ? "{\"text\":\"t\"}" : nil
                let answer = try await web.ask(
                    operation.method, target, ["Authorization": "Bearer good", "Content-Type": "application/json"],
                    body: body)
                #expect(![404, 405].contains(answer.status), "\(operation.name): \(answer.text)")
            }
        }
    }

    @Test("what an operation says of itself agrees with its address, and whatever it refers to is there")
    func whole() throws {
        let document = try OpenAPI(server: "chancery 1").document()
        let operations = operations(document)
        #expect(Set(operations.compactMap { $0.object["operationId"]?.string }).count == operations.count)
        for operation in operations {
            let inPath = operation.parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.string }
            #expect(inPath == operation.path.matches(of: /\{([a-z]+)\}/).map { String($0.1) }, "\(operation.name)")
            #expect(operation.object["requestBody"] == nil || operation.method == "POST", "\(operation.name)")
        }
        var used = Set(references(.object(document)))
        #expect(used.count > 60)
        for reference in used {
            let place = reference.split(separator: "/").dropFirst().reduce(JSONValue.object(document) as JSONValue?) {
                $0?[String($1)]
            }
            #expect(place?.object?.isEmpty == false, "\(reference)")
        }
        for kind in ["schemas", "responses"] {
            for name in document["components"]?[kind]?.object?.keys ?? [] {
                #expect(used.remove("#/components/\(kind)/\(name)") != nil, "nothing refers to \(name)")
            }
        }
    }

    @Test("each code stands in it under its status, with each operation")
    func codes() throws {
        let document = try OpenAPI(server: "chancery 1").document()
        let codes =
            ErrorCode.allCases.map { ($0.rawValue, $0.status.code) }
            + WebFault.allCases.map { ($0.rawValue, $0.status.code) }
        for (code, status) in codes {
            let response = document["components"]?["responses"]?["Problem\(status)"]
            let parts = response?["content"]?["application/problem+json"]?["schema"]?["allOf"]?.array
            let named = parts?.last?["properties"]?["code"]?["enum"]?.strings ?? []
            #expect(named.contains(code), "\(code)")
        }
        let statuses = Set(codes.map { String($0.1) } + ["200"])
        for operation in operations(document) {
            #expect(Set(operation.object["responses"]?.object?.keys ?? []) == statuses, "\(operation.name)")
        }
        let responses = document["components"]?["responses"]
        #expect(responses?["Problem401"]?["headers"]?["WWW-Authenticate"]?["required"] == true)
        #expect(responses?["Problem405"]?["headers"]?["Allow"]?["required"] == true)
        #expect(responses?["Problem503"]?["headers"]?["Retry-After"] != nil)
    }

    @Test("headers, bodies and streams stand where they are taken and given")
    func details() throws {
        let document = try OpenAPI(server: "chancery 1").document()
        let all = Dictionary(uniqueKeysWithValues: operations(document).map { ($0.name, $0) })
        func headers(_ name: String) -> [String] {
            (all[name]?.parameters ?? []).filter { $0["in"] == "header" }.compactMap { $0["name"]?.string }
        }
        #expect(headers("POST /api/v1/note/{ref}") == ["Idempotency-Key", "If-Match"])
        #expect(headers("POST /api/v1/forum/{forum}") == ["Idempotency-Key", "If-Match"])
        #expect(headers("GET /api/v1/forum/{forum}").isEmpty && headers("POST /api/v1/cosign/{forum}").isEmpty)
        #expect(headers("GET /api/v1/watch/{forum}") == ["Last-Event-ID"])
        func good(_ name: String) -> JSONValue? { all[name]?.object["responses"]?["200"] }
        #expect(good("GET /api/v1/watch")?["content"]?.object?.keys == ["text/event-stream"])
        #expect(good("GET /api/v1/show/{ref}")?["headers"]?["ETag"] != nil)
        #expect(good("GET /api/v1/list/{forum}")?["headers"] == nil)
        #expect(all["POST /api/v1/note/{ref}"]?.object["requestBody"]?["required"] == true)
        #expect(all["POST /api/v1/ack/{ref}"]?.object["requestBody"]?["required"] == false)
        #expect(all["POST /api/v1/forum/{forum}"]?.object["requestBody"]?["required"] == true)
        #expect(all["GET /api/v1/show/{ref}"]?.object["security"] == [[:], ["token": []]])
        #expect(all["GET /api/v1/history/{ref}"]?.object["security"] == [["token": []]])
        let note = document["components"]?["schemas"]?["NoteRequest"]
        #expect(note?["required"] == ["text"] && note?["additionalProperties"] == false)
        #expect(note?["properties"]?["decided_at"] == ["type": ["string", "null"], "format": "date-time"])
        let stance = all["POST /api/v1/position/{ref}/{stance}"]?.parameters.first { $0["name"] == "stance" }
        #expect(stance?["schema"]?["enum"]?.strings == Verbs.Position.stances)
    }

    @Test("it is served without a token, the same to everybody; a token that is shown must be good")
    func served() async throws {
        try await withWeb { web in
            let answer = try await web.ask("GET", Self.address)
            #expect(answer.status == 200 && answer["content-type"] == "application/json", "\(answer.text)")
            #expect(answer.json["openapi"] == "3.1.0" && answer.json["info"]?["version"] == "chancery test")
            let known = try await web.ask("GET", Self.address, ["Authorization": "Bearer good"])
            #expect(known.status == 200 && known.text == answer.text)
            let head = try await web.ask("HEAD", Self.address)
            #expect(head.status == 200 && head["content-length"] == String(answer.body.count))
            #expect(try await web.ask("GET", Self.address, ["Authorization": "Bearer bad"]).status == 401)
            let wrong = [
                ("POST", "", 405, "METHOD_NOT_ALLOWED"), ("GET", "/x", 404, "NO_SUCH_ADDRESS"),
                ("GET", "?form=x", 400, "EXTRA_ARGUMENT"), ("GET", "?forum=a&forum=b", 400, "BAD_ARGUMENT"),
                ("GET", "?forum", 400, "BAD_ARGUMENT"), ("GET", "?forum=a%20b", 400, "BAD_ARGUMENT"),
                ("GET", "?forum=trial", 401, "NOT_LOGGED_IN"),
            ]
            for (method, rest, status, code) in wrong {
                let answer = try await web.ask(method, Self.address + rest)
                #expect(answer.status == status && answer.json["code"]?.string == code, "\(rest): \(answer.text)")
            }
            #expect(web.gateway.requests.isEmpty)
        }
    }
}
