import CanonicalJSON
import ViewDefinitions

/// Computed figures held against those that a paper printed, and the paper's rows against its own total.
///
/// A figure is compared with as many places as the paper printed.
struct PrintedComparison {
    let shape: TallyShape
    let printed: TallyDefinition.Printed

    func extend(_ result: inout ViewResult) {
        let keys = result.columns.map(\.key).filter { key in
            (printed.rows + [printed.total].compactMap { $0 }).contains { $0.figures[key] != nil }
        }
        let groups = shape.grouping.by.map(\.key)
        var findings: [JSONValue] = []
        var seen: [Int] = []
        for index in result.rows.indices {
            let group = groups.map { plain(result.rows[index][$0]) }
            let place = printed.rows.firstIndex { $0.group == group }
            if let place { seen.append(place) }
            for key in keys {
                let figure = place.flatMap { printed.rows[$0].figures[key] }
                result.rows[index]["printed_" + key] = .optional(figure)
                guard let figure else { continue }
                findings += differing(key, figure, result.rows[index][key], group.joined(separator: ", "))
            }
        }
        for (place, row) in printed.rows.enumerated() where !seen.contains(place) {
            findings.append(
                finding("missing", "\(row.group.joined(separator: ", ")) is printed, and no proposal stands there"))
        }
        for key in keys {
            guard let figure = printed.total?.figures[key] else { continue }
            result.totals["printed_" + key] = .string(figure)
            findings += differing(key, figure, result.totals[key], "the total")
            findings += unbalanced(key, figure, label(key, result.columns))
        }
        let labels = keys.map { ViewColumn("printed_" + $0, label($0, result.columns) + ", as printed", .text) }
        result.columns += labels
        result.totals["printed_in"] = .string(printed.source)
        result.totals["findings"] = .array(findings)
    }

    /// What is wrong between a computed figure and the printed one.
    private func differing(
        _ key: String, _ figure: String, _ cell: JSONValue?, _ whose: String
    ) -> [JSONValue] {
        guard let wanted = Amount(figure) else { return [] }
        guard let computed = number(cell) else {
            return [finding("differs", "\(whose): \(key) is printed as \(figure), and nothing was computed")]
        }
        let rounded = computed.rounded(to: Amount.decimals(of: figure))
        guard rounded != wanted else { return [] }
        let by = (rounded - wanted).magnitude.text(decimals: Amount.decimals(of: figure))
        let side = rounded < wanted ? "under" : "over"
        return [
            finding(
                "differs", "\(whose): \(key) is \(plain(cell)), \(by) \(side) the printed \(figure)",
                ["figure": .string(key), "of": .string(whose), "difference": .string(by), "side": .string(side)])
        ]
    }

    /// Whether the paper's own rows make its total.
    private func unbalanced(_ key: String, _ total: String, _ label: String) -> [JSONValue] {
        guard !isShare(key), !printed.rows.isEmpty, let wanted = Amount(total) else { return [] }
        var sum = Amount.zero
        for row in printed.rows {
            guard let figure = row.figures[key].flatMap({ Amount($0) }) else { return [] }
            sum += figure
        }
        guard sum != wanted else { return [] }
        let decimals = ([total] + printed.rows.compactMap { $0.figures[key] }).map(Amount.decimals).max() ?? 0
        let by = (sum - wanted).magnitude.text(decimals: decimals)
        let side = sum < wanted ? "under" : "over"
        return [
            finding(
                "unbalanced",
                "\(label): the printed rows make \(sum.text(decimals: decimals)), \(by) \(side) the printed total \(total)",
                ["figure": .string(key), "difference": .string(by), "side": .string(side)])
        ]
    }

    /// Shares are rounded each by itself, so theirs need not make a hundred.
    private func isShare(_ key: String) -> Bool {
        key == "share" || key == shape.tally.ratio?.key
            || shape.tally.coverage.contains { $0.key == key || $0.key + "_share" == key }
    }

    private func finding(_ kind: String, _ sentence: String, _ details: JSONObject = [:]) -> JSONValue {
        var object = details
        object["kind"] = .string(kind)
        object["sentence"] = .string(sentence)
        return .object(object)
    }

    private func label(_ key: String, _ columns: [ViewColumn]) -> String {
        columns.first { $0.key == key }?.label ?? key
    }

    private func number(_ cell: JSONValue?) -> Amount? {
        switch cell {
        case .integer(let value): Amount(Int(value))
        case .string(let text): Amount(text)
        case .object(let money): money["amount"]?.string.flatMap { Amount($0) }
        case .null, .bool, .array, nil: nil
        }
    }

    private func plain(_ cell: JSONValue?) -> String {
        switch cell {
        case .string(let text): text
        case .integer(let value): String(value)
        case .object(let money): money["amount"]?.string ?? ""
        case .null, .bool, .array, nil: ""
        }
    }
}
