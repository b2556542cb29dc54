extension String {
    /// The columns that this text takes on a terminal: wide letters two, combining ones none.
    package var columns: Int {
        if utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return utf8.count }
        return unpainted.reduce(0) { $0 + $1.columns }
    }

    /// The text without the colours that `Paint` gave it.
    private var unpainted: String {
        guard utf8.contains(0x1B) else { return self }
        var result = ""
        var rest = self[...]
        while let escape = rest.firstIndex(of: "\u{1B}") {
            result += rest[..<escape]
            guard let end = rest[escape...].firstIndex(of: "m") else { return result + rest[escape...] }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The text cut to so many columns; what was cut is marked.
    package func fitted(to limit: Int, mark: String = "…") -> String {
        guard columns > limit else { return self }
        let room = limit - mark.columns
        guard room > 0 else { return String(mark.prefix(Swift.max(0, limit))) }
        var result = ""
        var used = 0
        for character in self {
            used += character.columns
            if used > room { break }
            result.append(character)
        }
        return result + mark
    }

    /// The text with spaces after it up to so many columns.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - columns)) }

    /// The text with spaces before it up to so many columns.
    package func aligned(rightIn width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - columns)) + self
    }

    /// The lines of this text, broken between words so that none is wider; a word wider than a line is cut.
    package func wrapped(to width: Int?, atLeast least: Int = 10) -> [String] {
        let lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let width else { return lines }
        return lines.flatMap { $0.wrappedLine(to: Swift.max(width, least)) }
    }

    private func wrappedLine(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in split(separator: " ") {
            var gap = line.isEmpty ? "" : " "
            for part in word.parts {
                var part = String(part)
                let needed = part.columns
                if !line.isEmpty, used + gap.count + needed <= width {
                    line += gap + part
                    used += gap.count + needed
                    gap = ""
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                while part.columns > width {
                    let head = part.head(of: width)
                    lines.append(head)
                    part = String(part.dropFirst(head.count))
                }
                (line, used, gap) = (part, part.columns, "")
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// As many letters as fit, but at least one.
    private func head(of width: Int) -> String {
        var used = 0
        var result = ""
        for character in self {
            used += character.columns
            if used > width, !result.isEmpty { break }
            result.append(character)
        }
        return result
    }
}
