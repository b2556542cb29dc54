import CanonicalJSON

extension ViewResult {
    /// The rows as comma-separated values (RFC 4180), with a line of headings. An amount has its currency in a column of its own.
    ///
    /// Text that a spreadsheet would take for a formula is preceded by an apostrophe.
    package var csv: String {
        var lines = [
            columns.flatMap { column in
                column.type == .money ? [column.label, column.label + " (currency)"] : [column.label]
            }.map(CSVText.cell)
        ]
        for row in rows {
            lines.append(
                columns.flatMap { column in
                    let value = row[column.key] ?? .null
                    let shown = value.isNull ? column.blank.map { JSONValue.string($0) } ?? value : value
                    return CSVText.cells(shown, column.type)
                })
        }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }
}

enum CSVText {
    static func cells(_ value: JSONValue, _ type: ViewColumn.CellType) -> [String] {
        guard type == .money else { return [cell(plain(value))] }
        let amounts = value.array ?? (value.isNull ? [] : [value])
        return ["amount", "currency"].map { key in
            cell(amounts.map { $0[key]?.string ?? plain($0) }.joined(separator: "; "))
        }
    }

    /// A cell, quoted where it must be.
    static func cell(_ text: String) -> String {
        let guarded = isFormula(text) ? "'" + text : text
        let needsQuotes = guarded.utf8.contains { ",\"\r\n".utf8.contains($0) }
        guard needsQuotes else { return guarded }
        return "\"" + guarded.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Whether a spreadsheet would calculate it. A plain number, even a negative one, is none.
    ///
    /// Some take the full-width signs for the plain ones, and skip spaces and marks that nobody sees.
    private static func isFormula(_ text: String) -> Bool {
        if let first = text.unicodeScalars.first, first == "\t" || first == "\r" || first == "\n" { return true }
        let shown = text.unicodeScalars.drop { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint }
        guard let sign = shown.first, "=+-@＝＋－＠".unicodeScalars.contains(sign) else { return false }
        guard sign == "-", shown.count == text.unicodeScalars.count else { return true }
        let digits = text.utf8.dropFirst()
        return digits.isEmpty || !digits.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }

    /// A value as one text; a list's elements stand between semicolons.
    static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "yes" : "no"
        case .integer(let number): String(number)
        case .string(let text): text
        case .array(let elements): elements.map(plain).joined(separator: "; ")
        case .object(let object):
            if let amount = object["amount"]?.string, let currency = object["currency"]?.string {
                currency + " " + amount
            } else {
                object.members.map { plain($0.value) }.joined(separator: " ")
            }
        }
    }
}
