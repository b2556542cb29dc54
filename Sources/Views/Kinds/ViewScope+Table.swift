import CanonicalJSON
import ViewDefinitions

extension ViewScope {
    /// A row for each proposal, sorted, and counted by the group's column.
    func table(_ table: TableDefinition) -> ViewResult {
        struct Row {
            var cells: [String: [ViewItem]]
            var place: Int
        }
        var rows: [Row] = subjects().enumerated().map { place, subject in
            Row(
                cells: Dictionary(
                    table.columns.map { ($0.key, subject.values($0.of)) }, uniquingKeysWith: { first, _ in first }),
                place: place)
        }
        let order = (table.group.map { [TableDefinition.Sort($0)] } ?? []) + table.sort
        rows.sort { left, right in
            for sort in order {
                let (one, two) = (left.cells[sort.key]?.first, right.cells[sort.key]?.first)
                guard one != two else { continue }
                guard let one else { return false }
                guard let two else { return true }
                if one.precedes(two) { return !sort.isDescending }
                if two.precedes(one) { return sort.isDescending }
            }
            return left.place < right.place
        }
        var totals: JSONObject = ["count": .count(rows.count)]
        for key in table.sums { totals[key] = sum(rows.flatMap { $0.cells[key] ?? [] }) }
        if let group = table.group {
            totals["groups"] = counts(rows.map { $0.cells[group] ?? [] })
        }
        return ViewResult(
            columns: table.columns.map { ViewColumn($0.key, $0.label, type(of: $0.of)) },
            rows: rows.map { row in
                JSONObject(
                    table.columns.map {
                        JSONObject.Member(key: $0.key, value: (row.cells[$0.key] ?? []).json)
                    })
            }, totals: totals)
    }

    /// How many rows stand under each value, in their order.
    private func counts(_ cells: [[ViewItem]]) -> JSONValue {
        var result: [(value: [ViewItem], count: Int)] = []
        for cell in cells {
            if result.last?.value == cell {
                result[result.count - 1].count += 1
            } else {
                result.append((cell, 1))
            }
        }
        return .array(result.map { ["value": $0.value.json, "count": .count($0.count)] })
    }

    /// The sum of numbers, or of amounts for each currency.
    private func sum(_ items: [ViewItem]) -> JSONValue {
        var sums = MoneySums()
        var number = 0
        for item in items {
            switch item {
            case .money(let amount, let currency): sums.add(amount, currency)
            case .integer(let value), .days(let value): number += value
            case .text, .ref, .day: break
            }
        }
        return sums.isEmpty ? .count(number) : sums.json()
    }
}
