import DefinitionTree
import Wording

/// Whether the parts of a view fit together: what one names, another has.
struct ViewChecks {
    let view: ViewDefinition
    let map: MapReader

    func run() {
        if view.data.contains(.status), view.statuses.isEmpty {
            map.reading.fault(at: map.path, "it reads \"status\" and has no \"statuses\"")
        }
        switch view.kind {
        case .table(let table): check(table)
        case .tally(let tally): check(tally)
        case .agenda, .interests, .listing, .contacts, .links, .timeInState, .waiting, .calendar: break
        }
    }

    private func check(_ table: TableDefinition) {
        let keys = table.columns.map(\.key)
        for sort in table.sort { known(sort.key, keys, "sort") }
        if let group = table.group { known(group, keys, "group") }
        for sum in table.sums { known(sum, keys, "sum") }
        if let chart = view.chart {
            known(chart.label, keys, "chart")
            known(chart.value, keys, "chart")
        }
    }

    private func check(_ tally: TallyDefinition) {
        let sums = tally.sums.map(\.key)
        if let share = tally.share { known(share, ["count"] + sums, "share") }
        let statuses = view.statuses.map(\.id)
        for status in tally.ratio?.statuses ?? [] { known(status, statuses, "ratio") }
        if tally.splitsByStatus, statuses.isEmpty {
            map.fault("split_by_status", "it splits by status and has no \"statuses\"")
        }
        let figures =
            ["count", "share"] + sums + [tally.ratio?.key].compactMap { $0 } + tally.coverage.map(\.key)
            + tally.coverage.map { $0.key + "_share" }
        for grouping in tally.groupings {
            for key in grouping.by.map(\.key) where figures.contains(key) {
                map.fault("groupings", "\"\(key)\" is the name of a figure; choose another name for the column")
            }
            guard let printed = grouping.printed else { continue }
            for row in printed.rows + [printed.total].compactMap({ $0 }) {
                for key in row.figures.keys.sorted() { known(key, figures, "groupings") }
            }
        }
        for (index, key) in figures.enumerated() where figures[..<index].contains(key) {
            map.reading.fault(at: map.path, "two figures are called \"\(key)\"")
        }
    }

    private func known(_ key: String, _ keys: [String], _ place: String) {
        if !keys.contains(key) {
            map.fault(place, "there is no \"\(key.prefix(40))\" here; use one of \(keys.listed)")
        }
    }
}
