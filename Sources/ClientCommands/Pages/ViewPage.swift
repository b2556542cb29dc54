import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal

/// A list or report for people: its heading, a table, and what it adds up to.
struct ViewPage {
    private let rows: [JSONObject]
    private let shown: Verbs.View.Shown
    private let paint: Paint

    init(_ rows: [JSONObject], _ end: Verbs.View.End, _ paint: Paint) {
        self.rows = rows
        shown = end.shown ?? Verbs.View.Shown()
        self.paint = paint
    }

    func lines() throws -> [String] {
        let of = shown.of.map { paint.dot + TimeText.day($0) } ?? ""
        let heading = MarkText.prefix(shown.mark, paint) + paint.bold(TerminalText.line(shown.label)) + of
        let columns = shown.columns ?? []
        var table = Table(
            columns.map { column in
                Table.Column(
                    TerminalText.line(column.label.uppercased()),
                    isRight: ["integer", "money", "percent", "duration"].contains(column.type),
                    mayWrap: column.type == "text", isTitle: column.key == "title")
            })
        for row in rows {
            table.add(
                columns.map { column in
                    let text = cell(row[column.key])
                    return text.isEmpty ? TerminalText.line(column.blank ?? "") : text
                })
        }
        let body = rows.isEmpty ? ["None."] : try table.lines(paint)
        return [heading, ""] + body + totals(columns)
    }

    /// Totals that say something, those of columns by their headings; findings below, a line each.
    private func totals(_ columns: [Verbs.View.Column]) -> [String] {
        guard let totals = shown.totals else { return [] }
        var lines = [""]
        for member in totals.members where !member.value.isNull && member.key != "findings" {
            let label = columns.first { $0.key == member.key }?.label
            let name = label ?? String(member.key.map { $0 == "_" ? " " : $0 })
            let text = cell(member.value)
            if !text.isEmpty {
                lines += "\(TerminalText.line(name)): \(TerminalText.line(text))".wrapped(to: paint.traits.columns)
            }
        }
        for finding in totals["findings"]?.array ?? [] {
            guard let sentence = finding["sentence"]?.string else { continue }
            let parts = TerminalText.line(sentence).wrapped(
                to: paint.traits.columns.map { $0 - paint.unmet.columns - 1 })
            for (index, part) in parts.enumerated() {
                let lead = index == 0 ? paint.yellow(paint.unmet) : String(repeating: " ", count: paint.unmet.columns)
                lines.append(lead + " " + part)
            }
        }
        return lines.count > 1 ? lines : []
    }

    private func cell(_ value: JSONValue?) -> String {
        switch value {
        case .null, nil: return ""
        case .string(let text): return text.isInstant ? String(text.prefix(16).map { $0 == "T" ? " " : $0 }) : text
        case .array(let elements): return elements.map(cell).filter { !$0.isEmpty }.joined(separator: ", ")
        case .object(let object):
            if let value = object["value"], let count = object["count"]?.integer {
                let name = cell(value)
                return "\(name.isEmpty ? "none" : name) \(count)"
            }
            return ValueText.line(.object(object))
        case .some(let other): return ValueText.line(other)
        }
    }
}

extension String {
    /// Whether it is written as instants are.
    fileprivate var isInstant: Bool {
        utf8.count == 27 && hasSuffix("Z") && utf8.dropFirst(10).first == UInt8(ascii: "T")
    }
}
