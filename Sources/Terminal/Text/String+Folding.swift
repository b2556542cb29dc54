extension String {
    /// The lines of this text on a screen of so many columns, broken between words. What follows a break stands below the text of its
    /// line: after its margin, or below the second of two columns. A word wider than the screen stays whole, so that a
    /// path, an address or a secret can still be copied.
    package func folded(to width: Int?) -> [String] {
        let lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let width else { return lines }
        return lines.flatMap { $0.columns <= width ? [$0] : $0.foldedLine(to: width) }
    }

    private func foldedLine(to width: Int) -> [String] {
        let margin = foldMargin(width)
        let head = prefix(margin.letters)
        let space = String(repeating: " ", count: margin.columns)
        var lines: [String] = []
        var (line, used) = (String(head), margin.letters > 0 ? margin.columns : 0)
        var isEmpty = true
        for word in dropFirst(margin.letters).split(separator: " ", omittingEmptySubsequences: true) {
            let needed = String(word).columns
            if !isEmpty, used + 1 + needed > width {
                lines.append(line)
                (line, used, isEmpty) = (space, margin.columns, true)
            }
            line += (isEmpty ? "" : " ") + word
            used += (isEmpty ? 0 : 1) + needed
            isEmpty = false
        }
        return lines + [line]
    }

    /// How many letters stay as they are at the beginning, and where the text goes on in the next line.
    private func foldMargin(_ width: Int) -> (letters: Int, columns: Int) {
        let lead = prefix { $0 == " " }.count
        let letters = Array(prefix(width / 2))
        // The last gap of two spaces after a word: an option and what it says, or two cells of a table.
        var place = lead
        for index in letters.indices.dropFirst(lead + 1)
        where letters[index] != " " && letters[index - 1] == " " && index > 1 && letters[index - 2] == " " {
            place = index
        }
        if place == 0 { return (0, 2) }
        return (place, String(letters[..<min(place, letters.count)]).columns)
    }
}
