import CanonicalJSON
package import ViewDefinitions

extension ViewResult {
    /// A bar for each row, with its label and figure, as SVG with a title and a description for who cannot see it.
    package func svg(_ chart: ViewDefinition.Chart, title: String) -> String? {
        guard let label = columns.first(where: { $0.key == chart.label }),
            let value = columns.first(where: { $0.key == chart.value })
        else { return nil }
        let bars = rows.compactMap { row -> ChartBar? in
            guard let (amount, text) = ChartBar.figure(row[value.key] ?? .null) else { return nil }
            let name = CSVText.plain(row[label.key] ?? .null)
            return ChartBar(label: name.isEmpty ? label.blank ?? ViewColumn.nameless : name, amount: amount, text: text)
        }
        return ChartDrawing(title: title, label: label.label, value: value.label, bars: bars).svg
    }
}

/// One bar of a chart.
struct ChartBar {
    var label: String
    var amount: Amount
    var text: String

    /// A number and how it is written: of amounts in several currencies the first.
    static func figure(_ value: JSONValue) -> (Amount, String)? {
        switch value {
        case .integer(let number): return (Amount(Int(number)), String(number))
        case .string(let text): return Amount(text).map { ($0, text) }
        case .object(let object):
            guard let amount = object["amount"]?.string.flatMap({ Amount($0) }) else { return nil }
            return (amount, CSVText.plain(value))
        case .array(let elements): return elements.first.flatMap { figure($0) }
        case .null, .bool: return nil
        }
    }
}

struct ChartDrawing {
    let title: String
    let label: String
    let value: String
    let bars: [ChartBar]

    private static let width = 800
    private static let labelWidth = 260
    private static let barWidth = 400
    private static let rowHeight = 28
    private static let top = 64

    var svg: String {
        let height = ChartDrawing.top + max(1, bars.count) * ChartDrawing.rowHeight + 16
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(ChartDrawing.width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(ChartDrawing.width) \(height)\" role=\"img\" aria-labelledby=\"title description\">",
            "  <title id=\"title\">\(XMLText.escaped(title))</title>",
            "  <desc id=\"description\">\(XMLText.escaped(description))</desc>",
            "  <rect width=\"\(ChartDrawing.width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
            "  <g font-family=\"sans-serif\" font-size=\"13\" fill=\"#1a1a1a\">",
            "    <text x=\"16\" y=\"26\" font-size=\"17\" font-weight=\"bold\">\(XMLText.escaped(title))</text>",
            "    <text x=\"16\" y=\"48\" fill=\"#595959\">\(XMLText.escaped(label)): \(XMLText.escaped(value))</text>",
        ]
        if bars.isEmpty { lines.append("    <text x=\"16\" y=\"\(ChartDrawing.top + 18)\">Nothing to show.</text>") }
        let largest = max(bars.map(\.amount.units).max() ?? 1, 1)
        for (index, bar) in bars.enumerated() { lines += draw(bar, index, largest) }
        lines += ["  </g>", "</svg>"]
        return lines.map { $0 + "\n" }.joined()
    }

    private func draw(_ bar: ChartBar, _ index: Int, _ largest: Int128) -> [String] {
        let y = ChartDrawing.top + index * ChartDrawing.rowHeight
        let length = Int(max(0, bar.amount.units) * Int128(ChartDrawing.barWidth) / largest)
        let end = ChartDrawing.labelWidth + length + 8
        return [
            "    <text x=\"\(ChartDrawing.labelWidth - 8)\" y=\"\(y + 18)\" text-anchor=\"end\">"
                + "\(XMLText.escaped(ChartDrawing.short(bar.label)))</text>",
            "    <rect x=\"\(ChartDrawing.labelWidth)\" y=\"\(y + 5)\" width=\"\(length)\" height=\"18\" fill=\"#1f5f8b\"/>",
            "    <text x=\"\(end)\" y=\"\(y + 18)\">\(XMLText.escaped(bar.text))</text>",
        ]
    }

    private var description: String {
        bars.isEmpty
            ? "A bar chart without bars."
            : "A bar chart. " + bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ") + "."
    }

    private static func short(_ label: String) -> String { label.count > 34 ? label.prefix(33) + "…" : label }
}
