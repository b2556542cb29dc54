/// Rows in aligned columns.
///
/// On a terminal nothing is cut: what is too wide is broken between words, and where even that has no room, each row becomes a
/// paragraph with its title first.
package struct Table {
    /// One column.
    package struct Column {
        package let title: String
        package let isRight: Bool
        /// Whether its text may go on in further lines; ids, days and numbers stand in one.
        package let mayWrap: Bool
        /// Whether it says what the row is about: it has most of the room, and comes first in a paragraph.
        package let isTitle: Bool

        package init(_ title: String, isRight: Bool = false, mayWrap: Bool = false, isTitle: Bool = false) {
            self.title = title
            self.isRight = isRight
            self.mayWrap = mayWrap || isTitle
            self.isTitle = isTitle
        }

        /// What `--columns` calls it: `not-heard`.
        package var name: String { Table.name(title) }
    }

    static let gap = "  "

    package let columns: [Column]
    package private(set) var rows: [[String]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; its texts are made harmless.
    package mutating func add(_ cells: [String]) { rows.append(cells.map { TerminalText.line($0) }) }

    /// The lines: the titles, then the rows. Columns in which nothing stands are left out.
    ///
    /// Throws where columns were chosen of which the table has none.
    package func lines(_ paint: Paint) throws -> [String] {
        let used = try chosen(paint.traits.chosenColumns)
        guard !used.isEmpty else { return [] }
        let natural = used.map { index in rows.reduce(columns[index].title.columns) { max($0, cell($1, index).columns) }
        }
        guard let limit = paint.traits.columns, natural.total > limit else { return grid(used, natural, paint) }
        if let widths = TableWidths(self, used, natural, limit).fitted { return grid(used, widths, paint) }
        return paragraphs(used, limit, paint)
    }

    package func cell(_ row: [String], _ index: Int) -> String { index < row.count ? row[index] : "" }

    /// The columns asked for, in that order; else those in which something stands.
    private func chosen(_ names: [String]?) throws -> [Int] {
        guard let names else { return columns.indices.filter { index in rows.contains { !cell($0, index).isEmpty } } }
        return try names.map { name in
            guard let index = columns.firstIndex(where: { $0.name == Table.name(name) }) else {
                throw CommandFailure.usage(
                    "there is no column \"\(TerminalText.line(name))\"; use one of "
                        + columns.map(\.name).joined(separator: ", "))
            }
            return index
        }
    }

    package static func name(_ title: String) -> String {
        String(title.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
    }

    // MARK: as a grid

    private func grid(_ used: [Int], _ widths: [Int], _ paint: Paint) -> [String] {
        let head = gridLines(columns.map(\.title), used, widths).map(paint.bold)
        return head + rows.flatMap { gridLines($0, used, widths) }
    }

    /// One row, its texts broken between words to the widths of their columns.
    private func gridLines(_ row: [String], _ used: [Int], _ widths: [Int]) -> [String] {
        let cells = zip(used, widths).map { index, width in
            let text = cell(row, index)
            return text.columns > width ? text.wrapped(to: width, atLeast: 1) : [text]
        }
        let height = cells.map(\.count).max() ?? 1
        return (0..<height).map { line in
            let parts = used.indices.map { place in
                let text = line < cells[place].count ? cells[place][line] : ""
                return columns[used[place]].isRight
                    ? text.aligned(rightIn: widths[place]) : text.padded(to: widths[place])
            }
            return parts.joined(separator: Table.gap).trimmedEnd
        }
    }

    // MARK: as paragraphs

    /// A paragraph for each row: what stands first, the title, and the rest in a flow under it.
    private func paragraphs(_ used: [Int], _ limit: Int, _ paint: Paint) -> [String] {
        let title = used.first { columns[$0].isTitle } ?? used.dropFirst().first { columns[$0].mayWrap }
        return Array(
            rows.map { row -> [String] in
                let lead = used.first.map { $0 == title ? "" : cell(row, $0) } ?? ""
                let margin = min(lead.isEmpty ? 2 : lead.columns + Table.gap.count, 18)
                let space = String(repeating: " ", count: margin)
                let heading = title.map { cell(row, $0) } ?? ""
                let rest = used.dropFirst(lead.isEmpty ? 0 : 1).filter { $0 != title && !cell(row, $0).isEmpty }
                let pieces = rest.map { index in
                    let (name, text) = (columns[index].title.lowercased(), cell(row, index))
                    return Flow.Piece(paint.dim(name) + " " + text, plain: "\(name) \(text)")
                }
                var lines: [String] = []
                if lead.columns + Table.gap.count > margin {
                    lines = lead.wrapped(to: limit).map(paint.bold) + heading.indented(by: space, to: limit)
                } else {
                    let texts = heading.indented(by: space, to: limit)
                    let first = texts.first.map { String($0.dropFirst(margin)) } ?? ""
                    let start = lead.isEmpty ? first : paint.bold(lead) + space.dropFirst(lead.columns) + first
                    lines = [start.trimmedEnd] + texts.dropFirst()
                }
                return lines + Flow.lines(pieces, width: limit, margin: margin, paint: paint)
            }.joined(separator: [""]))
    }
}

extension [Int] {
    /// The columns of a line of so wide cells.
    package var total: Int { reduce(0, +) + Table.gap.count * Swift.max(0, count - 1) }
}

extension String {
    /// The text without spaces at its end.
    package var trimmedEnd: String {
        var result = self
        while result.last == " " { result.removeLast() }
        return result
    }

    /// The lines of this text after a margin, none wider than the limit; none where there is no text.
    package func indented(by space: String, to limit: Int) -> [String] {
        isEmpty ? [] : wrapped(to: limit - space.count).map { space + $0 }
    }
}
