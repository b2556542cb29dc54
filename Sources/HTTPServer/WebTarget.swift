import Wording

/// The address of a request in its parts: the path's segments and the query's pairs, each decoded.
struct WebTarget: Sendable {
    /// Why an address cannot be read.
    struct Fault: Error, Equatable {
        /// What is wrong, as a sentence.
        let sentence: String
    }

    /// What stands between the slashes; empty where two follow each other.
    let segments: [String]
    /// In the order in which they were given. Of a word without `=` the value is empty.
    let query: [(name: String, value: String)]

    /// Reads `/a/b?c=d`. Percent encoding is undone after the parts are taken apart; a plus sign is itself.
    init(_ target: String) throws(Fault) {
        let whole = target.prefix { $0 != "#" }
        var path = Responder.path(of: target)
        if path.hasPrefix("/") { path = path.dropFirst() }
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try WebTarget.decoded(segment))
        }
        self.segments = segments
        var query: [(name: String, value: String)] = []
        if let mark = whole.firstIndex(of: "?") {
            for pair in whole[whole.index(after: mark)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                query.append((try WebTarget.decoded(parts[0]), try WebTarget.decoded(parts.count > 1 ? parts[1] : "")))
            }
        }
        self.query = query
    }

    /// Text whose percent encoding is undone; what is no UTF-8 then, or is no such encoding, is a fault.
    private static func decoded(_ text: Substring) throws(Fault) -> String {
        do throws(PercentText.Fault) { return try PercentText.decoded(text) } catch {
            throw Fault(
                sentence: error == .noDigits
                    ? "the address has a % without two hexadecimal digits after it"
                    : "the address is not UTF-8 once its percent encoding is undone")
        }
    }
}
