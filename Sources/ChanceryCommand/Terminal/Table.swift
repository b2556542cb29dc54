/// Rows in aligned columns that fit the width of a terminal; the widest columns give way first.
struct Table {
    /// One column.
    struct Column {
        let title: String
        let isRight: Bool
        /// Whether it may be cut when the line is too long; ids and numbers are not.
        let mayShrink: Bool

        init(_ title: String, isRight: Bool = false, mayShrink: Bool = false) {
            self.title = title
            self.isRight = isRight
            self.mayShrink = mayShrink
        }
    }

    /// The narrowest a column is cut to.
    static let narrowest = 8
    private static let gap = "  "

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; its texts are made harmless.
    mutating func add(_ cells: [String]) { rows.append(cells.map { PlainText.line($0) }) }

    /// The lines: the titles, then the rows. Columns in which nothing stands are left out.
    func lines(_ paint: Paint) -> [String] {
        let used = columns.indices.filter { index in rows.contains { index < $0.count && !$0[index].isEmpty } }
        guard !used.isEmpty else { return [] }
        let widths = widths(used, paint.traits.columns)
        func line(_ cells: [String]) -> String {
            var parts: [String] = []
            for (place, index) in used.enumerated() {
                let cell = (index < cells.count ? cells[index] : "").fitted(to: widths[place], mark: paint.ellipsis)
                let isLast = place == used.count - 1
                parts.append(
                    columns[index].isRight
                        ? cell.aligned(rightIn: widths[place]) : isLast ? cell : cell.padded(to: widths[place]))
            }
            return String(parts.joined(separator: Table.gap).reversed().drop { $0 == " " }.reversed())
        }
        return [paint.bold(line(columns.map(\.title)))] + rows.map(line)
    }

    private func widths(_ used: [Int], _ limit: Int?) -> [Int] {
        var widths = used.map { index in
            rows.reduce(columns[index].title.columns) { max($0, index < $1.count ? $1[index].columns : 0) }
        }
        guard let limit else { return widths }
        let gaps = Table.gap.count * (used.count - 1)
        while widths.reduce(0, +) + gaps > limit {
            let flexible = widths.indices.filter { columns[used[$0]].mayShrink && widths[$0] > Table.narrowest }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }
}
