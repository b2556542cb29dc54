import WebPages
import Wording

/// The address of a request: its path in parts, and its query.
struct PageTarget: Sendable {
    /// As it was sent, without its query.
    let path: String
    let parts: [String]
    let query: FormValues
    /// The whole address, for the way back.
    let text: String

    /// Nil where it is no address of a page.
    init?(_ target: String) {
        guard target.hasPrefix("/") else { return nil }
        text = target
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(pieces[0])
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let text = try? PercentText.decoded(part) else { return nil }
            parts.append(text)
        }
        if parts.last == "" { parts.removeLast() }
        self.parts = parts
        guard pieces.count > 1 else {
            query = FormValues()
            return
        }
        guard let query = FormBody.values(pieces[1]) else { return nil }
        self.query = query
    }
}
