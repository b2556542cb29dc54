extension String {
    /// The columns that this text takes on a terminal: wide letters two, combining ones none.
    var columns: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return reduce(0) { $0 + $1.columns }
    }

    /// The text cut to so many columns; what was cut is marked.
    func fitted(to limit: Int, mark: String = "…") -> String {
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
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - columns)) }

    /// The text with spaces before it up to so many columns.
    func aligned(rightIn width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - columns)) + self }

    /// The lines of this text, broken between words so that none is wider; a word wider than a line is cut.
    func wrapped(to width: Int?, atLeast least: Int = 10) -> [String] {
        let lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let width else { return lines }
        return lines.flatMap { $0.wrappedLine(to: Swift.max(width, least)) }
    }

    private func wrappedLine(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in split(separator: " ") {
            var word = String(word)
            let needed = word.columns
            if used > 0, used + 1 + needed <= width {
                line += " " + word
                used += 1 + needed
                continue
            }
            if used > 0 { lines.append(line) }
            while word.columns > width {
                let head = word.head(of: width)
                lines.append(head)
                word = String(word.dropFirst(head.count))
            }
            line = word
            used = word.columns
        }
        if used > 0 || lines.isEmpty { lines.append(line) }
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

extension Character {
    /// The columns of one letter with all its marks.
    var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return unicodeScalars.count > 1 && unicodeScalars.contains("\u{FE0F}") ? 2 : 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return 0
        default: break
        }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        return Character.isWide(first.value) ? 2 : 1
    }

    /// East Asian wide and full-width letters (UAX 11).
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
