import CanonicalJSON
import LineProtocol

extension ClientSession {
    /// The rows of all pages of a list, or of one page; the final object is the last page's with the whole count.
    func pages(
        _ asked: some VerbRequest, all: Bool = true
    ) async throws -> (rows: [JSONObject], object: JSONObject) {
        var request = try ClientSession.request(asked)
        var rows: [JSONObject] = []
        while true {
            let page = try await ask(request)
            rows += page.rows
            guard all, let next = page.object["next"]?.string, !page.rows.isEmpty, next != request.options["after"]
            else {
                var last = page.object
                last["count"] = .integer(Int64(rows.count))
                return (rows, last)
            }
            request.options["after"] = next
        }
    }
}
