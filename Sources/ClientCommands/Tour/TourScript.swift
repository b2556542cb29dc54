import CanonicalJSON
import Terminal

/// A tour as its file says it: steps in order. The file's first lines explain the words.
struct TourScript: Sendable {
    enum Step: Sendable, Hashable {
        case record(String)
        case heading(String)
        case remark(String)
        case account(String, JSONValue)
        case send(Send)
    }

    /// One line, or one for every partner but the last.
    struct Send: Sendable, Hashable {
        var account: String
        var line: String
        var isRefused = false
        var forEach = false
        /// What of OK is kept, under the same name.
        var keeps: String?

        /// The request's verb.
        var verb: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
    }

    let steps: [Step]

    /// Reads a script; the first line that is not understood is refused.
    init(_ text: String, file: String) throws {
        var steps: [Step] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(line)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let step = TourScript.step(line) else {
                throw CommandFailure.notDone(["\(TerminalText.line(file)):\(index + 1): this line is not valid"])
            }
            steps.append(step)
        }
        self.steps = steps
    }

    private static func step(_ line: String) -> Step? {
        if let title = rest(of: line, after: "record ") { return .record(title) }
        if let text = rest(of: line, after: "== ") { return .heading(text) }
        if let text = rest(of: line, after: "-- ") { return .remark(text) }
        if let account = rest(of: line, after: "account ") {
            let parts = account.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let appointments = try? JSONValue.parse(parts[1]) else { return nil }
            return .account(parts[0], appointments)
        }
        let forEach = rest(of: line, after: "each ")
        let words = (forEach ?? line).split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, words[1] == ">" || words[1] == "!" else { return nil }
        var send = Send(account: words[0], line: words[2], isRefused: words[1] == "!", forEach: forEach != nil)
        if let arrow = send.line.split(separator: " ").suffix(2).first, arrow == "->",
            let key = send.line.split(separator: " ").last
        {
            send.keeps = String(key)
            send.line = String(send.line.dropLast(key.count + 4))
        }
        return .send(send)
    }

    private static func rest(of line: String, after word: String) -> String? {
        line.hasPrefix(word) ? String(line.dropFirst(word.count)) : nil
    }
}
