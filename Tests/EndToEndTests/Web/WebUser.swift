import CanonicalJSON
import HTTPServer
import TestWeb

/// Somebody who speaks HTTP with a token: one connection, one request after the other.
struct WebUser: Sendable {
    let connection: RawHTTP
    let token: String?

    /// What the server answers, be it a refusal.
    func ask(
        _ method: String, _ target: String, _ object: JSONObject? = nil, _ headers: [String: String] = [:]
    ) async throws -> RawHTTP.Answer {
        var headers = headers
        if let token { headers["Authorization"] = "Bearer \(token)" }
        if object != nil { headers["Content-Type"] = "application/json" }
        let body = object.map { JSONValue.object($0).canonicalText } ?? (method == "POST" ? "" : nil)
        return try await connection.ask(method, "/api/v1/" + target, headers, body: body)
    }

    /// The object of an answer that is good; a refusal fails the test.
    @discardableResult
    func ok(
        _ method: String, _ target: String, _ object: JSONObject? = nil, _ headers: [String: String] = [:]
    ) async throws -> JSONObject {
        let answer = try await ask(method, target, object, headers)
        guard answer.status == 200 else { throw Unexpected("\(method) \(target): \(answer.status) \(answer.text)") }
        return answer.json
    }
}

extension World {
    /// Somebody of a forum by the account's name, over HTTP.
    func webUser(_ slug: String, of forum: String = "asem", on index: Int = 0) async throws -> WebUser {
        WebUser(
            connection: try await RawHTTP.connect(to: servers[index].web.address),
            token: try Seed.token("\(forum)/\(slug)"))
    }

    /// Somebody without a token.
    func webStranger() async throws -> WebUser {
        WebUser(connection: try await RawHTTP.connect(to: server.web.address), token: nil)
    }
}
