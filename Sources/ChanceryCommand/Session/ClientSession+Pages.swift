import CanonicalJSON
import LineProtocol

extension ClientSession {
    /// The rows of all pages of a list, or of one page; the final object is the last page's with the whole count.
    func pages(
        _ verb: Verb, _ arguments: [String], options: [String: String] = [:], object: JSONObject? = nil, all: Bool
    ) async throws -> (rows: [JSONObject], object: JSONObject) {
        var options = options
        var rows: [JSONObject] = []
        while true {
            let page = try await ask(verb, arguments, options: options, object: object)
            rows += page.rows
            guard all, let next = page.object["next"]?.string, !page.rows.isEmpty, next != options["after"] else {
                var last = page.object
                last["count"] = .integer(Int64(rows.count))
                return (rows, last)
            }
            options["after"] = next
        }
    }
}
