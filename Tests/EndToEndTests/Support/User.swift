import CanonicalJSON
import LineClient
import LineProtocol

/// Somebody logged in over a real socket. Requests are written as they stand in a line, without the tag.
struct User: Sendable {
    let account: String
    let client: LineClient

    /// What the server answers, be it a refusal.
    func ask(_ words: String, _ object: JSONObject? = nil) async throws -> Answer {
        let line = "0 " + words + (object.map { " " + JSONValue.object($0).canonicalText } ?? "")
        do throws(RequestFault) {
            return try await client.answer(to: try Request.parse(Array(line.utf8)))
        } catch {
            throw Unexpected("\(line) is no request: \(error)")
        }
    }

    /// The object of OK; a refusal fails the test.
    @discardableResult
    func ok(_ words: String, _ object: JSONObject? = nil) async throws -> JSONObject {
        let answer = try await ask(words, object)
        if let failure = answer.failure { throw Unexpected("\(account): \(words): \(failure)") }
        return try answer.get()
    }

    /// The rows of an answer that is OK.
    func rows(_ words: String, _ object: JSONObject? = nil) async throws -> [JSONObject] {
        let answer = try await ask(words, object)
        if let failure = answer.failure { throw Unexpected("\(account): \(words): \(failure)") }
        return answer.rows
    }

    /// Says goodbye.
    func leave() async { await client.quit() }

    /// The failure of a request that must fail.
    func refused(_ words: String, _ object: JSONObject? = nil) async throws -> Failure {
        guard let failure = try await ask(words, object).failure else {
            throw Unexpected("\(account): \(words) was to be refused, and is done")
        }
        return failure
    }
}

extension LineClient {
    /// As ``request(_:)``, without a word about the kind of what it throws.
    fileprivate func answer(to request: Request) async throws(RequestFault) -> Answer {
        do { return try await self.request(request) } catch {
            return Answer(rows: [], result: .failure(Failure(.internal, "the conversation failed: \(error)")))
        }
    }
}

extension Failure {
    /// The unmet requirements that a refusal lists.
    var unmet: [JSONObject] { (object["unmet"]?.array ?? []).compactMap(\.object) }

    /// Their names.
    var unmetNames: [String] { unmet.compactMap { $0["requirement"]?.string } }
}

/// A test cannot go on.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
