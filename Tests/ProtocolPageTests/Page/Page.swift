/// A Markdown page as its lines, with its headings and its fenced blocks.
struct Page {
    struct Block {
        /// The words after the fence's opening.
        var kind: String
        /// The index of the first line inside the fence.
        var start: Int
        var lines: [String]
        /// The heading above it.
        var heading: String

        var text: String { lines.map { $0 + "\n" }.joined() }
    }

    let name: String
    var lines: [String]

    init(_ name: String) throws {
        self.name = name
        lines = try SourceTree.text(name).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    var blocks: [Block] {
        var blocks: [Block] = []
        var heading = ""
        var open: Block?
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    open = Block(kind: String(line.dropFirst(3)), start: index + 1, lines: [], heading: heading)
                }
            } else if open != nil {
                open?.lines.append(line)
            } else if line.hasPrefix("#") {
                heading = String(line.drop { $0 == "#" }.dropFirst())
            }
        }
        return blocks
    }

    /// The headings of a depth.
    func headings(_ depth: Int) -> [String] {
        let mark = String(repeating: "#", count: depth) + " "
        return lines.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }

    /// The cells of every table row under a heading, code marks removed, without the head of the table.
    func table(under heading: String) -> [[String]] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("#") && $0.hasSuffix("# " + heading) }) else {
            return []
        }
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }
        let rows = section.filter { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { cell in
                cell.trimmingPrefix(while: { $0 == " " }).reversed().drop { $0 == " " }.reversed().filter { $0 != "`" }
            }.map { String($0) }
        }
        return Array(rows.drop { !($0.first ?? "").hasPrefix("--") }.dropFirst())
    }
}
