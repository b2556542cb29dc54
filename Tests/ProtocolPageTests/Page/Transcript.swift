/// What a `transcript` block of docs/protocol.md says: who speaks, what it sends, and what it is answered.
///
///     -- trial/proposer-VN
///     C: 1 PING
///     S: 1 OK
///
/// A line that begins with four spaces goes on with the one above it.
struct Transcript {
    /// Lines sent together on one connection, and the lines that answer them.
    struct Exchange {
        var speaker: String
        var requests: [String] = []
        var replies: [String] = []
        /// The number, from 1, of the exchange's first line on the page.
        var line: Int
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    var exchanges: [Exchange] = []

    init(_ block: Page.Block) throws {
        var speaker: String?
        for (index, line) in Transcript.unfolded(block.lines, from: block.start + 1) {
            if line.hasPrefix("-- ") {
                speaker = String(line.dropFirst(3))
                exchanges.append(Exchange(speaker: speaker ?? "", line: index))
                continue
            }
            guard let speaker else { throw Fault(description: "line \(index): say first who speaks: -- account") }
            if line.hasPrefix("C: ") {
                if exchanges.last.map({ !$0.replies.isEmpty }) ?? true {
                    exchanges.append(Exchange(speaker: speaker, line: index))
                }
                exchanges[exchanges.count - 1].requests.append(String(line.dropFirst(3)))
            } else if line.hasPrefix("S: ") {
                exchanges[exchanges.count - 1].replies.append(String(line.dropFirst(3)))
            } else {
                throw Fault(description: "line \(index) begins with none of \"-- \", \"C: \", \"S: \": \(line)")
            }
        }
        exchanges.removeAll { $0.requests.isEmpty && $0.replies.isEmpty }
    }

    // MARK: folding

    static let width = 118
    private static let indent = "    "

    static func unfolded(_ lines: [String], from first: Int) -> [(Int, String)] {
        var result: [(Int, String)] = []
        for (offset, line) in lines.enumerated() {
            if line.hasPrefix(indent), !result.isEmpty {
                result[result.count - 1].1 += line.dropFirst(indent.count)
            } else {
                result.append((first + offset, line))
            }
        }
        return result
    }

    /// A long line as several: broken after a comma or before a space, so that joining them gives the line again.
    static func folded(_ line: String) -> [String] {
        var result: [String] = []
        var rest = Substring(line)
        while true {
            let start = result.isEmpty ? "" : indent
            guard rest.count > width - start.count else { return result + [start + rest] }
            let head = rest.prefix(width - start.count)
            let place = head.indices.dropFirst(20).last { index in
                head[index] == " " || (head[index] != " " && head[head.index(before: index)] == ",")
            }
            let end = place ?? head.endIndex
            result.append(start + rest[..<end])
            rest = rest[end...]
        }
    }
}
