/// The widths with which a table fits a line, texts broken between words.
struct TableWidths {
    /// What a title has at the least, where it is that long: less is a column of words, not a text.
    private static let titleRoom = 28
    /// The same of other texts.
    private static let textRoom = 10

    private let natural: [Int]
    private let least: [Int]
    private let isTitle: [Bool]
    private let limit: Int

    init(_ table: Table, _ used: [Int], _ natural: [Int], _ limit: Int) {
        self.natural = natural
        self.limit = limit
        isTitle = used.map { table.columns[$0].isTitle }
        least = zip(used, natural).map { index, width in
            let column = table.columns[index]
            let cells = table.rows.map { table.cell($0, index) }
            let words = column.title.longestWord
            guard column.mayWrap else { return max(words, cells.map(\.columns).max() ?? 0) }
            let room = column.isTitle ? TableWidths.titleRoom : TableWidths.textRoom
            return min(width, max(room, words, cells.map(\.longestWord).max() ?? 0))
        }
    }

    /// The widths, or nil where there is no room: the most to titles, then evenly to what is still broken.
    var fitted: [Int]? {
        guard least.total <= limit else { return nil }
        var widths = least
        var spare = limit - widths.total
        while spare > 0 {
            // A title is given two for one of another text.
            let open = widths.indices.filter { widths[$0] < natural[$0] }
            guard
                let next = open.max(by: { left, right in
                    lack(left, widths) * (isTitle[left] ? 2 : 1) < lack(right, widths) * (isTitle[right] ? 2 : 1)
                })
            else { break }
            widths[next] += 1
            spare -= 1
        }
        return widths
    }

    private func lack(_ place: Int, _ widths: [Int]) -> Int { natural[place] - widths[place] }
}

extension String {
    /// The columns of the longest part of it that no line breaks.
    var longestWord: Int { split(separator: " ").flatMap(\.parts).map { String($0).columns }.max() ?? 0 }
}
