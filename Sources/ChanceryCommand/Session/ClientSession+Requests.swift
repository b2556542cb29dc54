import CanonicalJSON
import LineProtocol

extension ClientSession {
    /// The rows and the object of a request that must succeed.
    @discardableResult
    func ask(
        _ asked: some VerbRequest, key: String? = nil, if version: Int64? = nil
    ) async throws -> (rows: [JSONObject], object: JSONObject) {
        let request: Request
        do throws(Failure) { request = try asked.request(key: key, if: version) } catch {
            throw CommandFailure.refused(error)
        }
        return try await ask(
            request.verb, request.arguments, options: request.options, key: key, if: version, object: request.object)
    }

    /// The same of a write, with what every command that writes is given.
    @discardableResult
    func ask(
        _ asked: some VerbRequest, _ write: WriteOptions
    ) async throws -> (rows: [JSONObject], object: JSONObject) {
        try await ask(asked, key: write.key, if: write.version)
    }
}
