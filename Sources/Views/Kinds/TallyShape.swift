import CanonicalJSON
import ViewDefinitions

/// Which columns a tally has, and how the figures of a row stand in them.
struct TallyShape {
    let view: ViewDefinition
    let tally: TallyDefinition
    let grouping: TallyDefinition.Grouping

    func columns(types: [ViewColumn.CellType]) -> [ViewColumn] {
        var columns = zip(grouping.by, types).map {
            ViewColumn($0.key, $0.label, $1, blank: ViewColumn.nameless)
        }
        columns.append(ViewColumn("count", "Count", .integer))
        if tally.splitsByStatus {
            columns += view.statuses.map { ViewColumn("count_" + $0.id, $0.label, .integer) }
        }
        columns += tally.sums.map { ViewColumn($0.key, $0.label, .money) }
        if tally.share != nil { columns.append(ViewColumn("share", "Share (%)", .percent)) }
        if let ratio = tally.ratio { columns.append(ViewColumn(ratio.key, ratio.label, .percent)) }
        for coverage in tally.coverage {
            columns.append(ViewColumn(coverage.key, coverage.label, .integer))
            columns.append(ViewColumn(coverage.key + "_share", coverage.label + " (%)", .percent))
        }
        return columns
    }

    /// The figures of a row, its shares those of the total.
    func figures(_ row: TallyRow, of total: TallyRow) -> JSONObject {
        var cells: JSONObject = ["count": .count(row.count)]
        if tally.splitsByStatus {
            for status in view.statuses { cells["count_" + status.id] = .count(row.statuses[status.id] ?? 0) }
        }
        for (index, sum) in tally.sums.enumerated() {
            cells[sum.key] = row.sum(index).json(decimals: sum.decimals, power: sum.power)
        }
        if let share = tally.share { cells["share"] = self.share(share, row, total) }
        if let ratio = tally.ratio {
            let part = ratio.statuses.reduce(0) { $0 + (row.statuses[$1] ?? 0) }
            cells[ratio.key] = percent(part, of: row.count)
        }
        for (index, coverage) in tally.coverage.enumerated() {
            let named = row.covered(index)
            let count = coverage.among.filter(named.contains).count
            cells[coverage.key] = .count(count)
            cells[coverage.key + "_share"] = percent(count, of: coverage.among.count)
            let unknown = named.subtracting(coverage.among).sorted { $0.precedesInUTF16($1) }
            if !unknown.isEmpty { cells[coverage.key + "_unlisted"] = .strings(unknown) }
        }
        return cells
    }

    private func share(_ key: String, _ row: TallyRow, _ total: TallyRow) -> JSONValue {
        guard let index = tally.sums.firstIndex(where: { $0.key == key }) else {
            return percent(row.count, of: total.count)
        }
        return row.sum(index).share(of: total.sum(index), decimals: tally.shareDecimals)
    }

    private func percent(_ part: Int, of whole: Int) -> JSONValue {
        .optional(Amount.percent(Int128(part), of: Int128(whole), decimals: tally.shareDecimals))
    }
}
