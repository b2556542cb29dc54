/// A table as RFC 4180 writes it: a header line, then rows; texts may stand in quotation marks.
struct CSVTable: Sendable, Hashable {
    /// One row by the names of the header, with the line on which it begins.
    struct Row: Sendable, Hashable {
        let line: Int
        let values: [String: String]

        /// A value without the spaces around it; nil where the cell is empty or the column absent.
        subscript(name: String) -> String? {
            guard let value = values[name], !value.isEmpty else { return nil }
            return value
        }
    }

    /// Why a text is no table, and where.
    struct Fault: Error, Hashable, CustomStringConvertible {
        let line: Int
        let description: String
    }

    let header: [String]
    let rows: [Row]

    init(_ text: String) throws(Fault) {
        var records = try CSVTable.records(text)
        guard !records.isEmpty else { throw Fault(line: 1, description: "the file is empty") }
        let header = records.removeFirst().cells
        for (index, name) in header.enumerated() where name.isEmpty || header[..<index].contains(name) {
            throw Fault(line: 1, description: "the header must name each column once")
        }
        var rows: [Row] = []
        for record in records {
            guard record.cells.count == header.count else {
                throw Fault(
                    line: record.line,
                    description: "the row has \(record.cells.count) cells, the header \(header.count)")
            }
            rows.append(
                Row(line: record.line, values: Dictionary(uniqueKeysWithValues: zip(header, record.cells))))
        }
        self.header = header
        self.rows = rows
    }

    private typealias Record = (line: Int, cells: [String])

    private static func records(_ text: String) throws(Fault) -> [Record] {
        var records: [Record] = []
        var cells: [String] = []
        var cell: [Unicode.Scalar] = []
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }

        func endCell() {
            var letters = cell
            if !wasQuoted {
                while letters.first == " " { letters.removeFirst() }
                while letters.last == " " || letters.last == "\r" { letters.removeLast() }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: letters)
            cells.append(String(view))
            cell = []
            wasQuoted = false
        }
        func endRecord() {
            let isBlank = cells.isEmpty && cell.allSatisfy { $0 == " " || $0 == "\r" } && !wasQuoted
            if isBlank {
                cell = []
            } else {
                endCell()
                records.append((start, cells))
            }
            cells = []
        }
        while let scalar = scalars.popFirst() {
            if scalar == "\n" { line += 1 }
            if isQuoted {
                if scalar != "\"" {
                    cell.append(scalar)
                } else if scalars.first == "\"" {
                    scalars.removeFirst()
                    cell.append("\"")
                } else {
                    isQuoted = false
                }
                continue
            }
            switch scalar {
            case "\"" where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case ",": endCell()
            case "\n":
                endRecord()
                start = line
            case "\r" where wasQuoted: break
            default:
                if wasQuoted { throw Fault(line: line, description: "a text goes on after its closing quotation mark") }
                cell.append(scalar)
            }
        }
        if isQuoted { throw Fault(line: start, description: "a quotation mark is not closed") }
        endRecord()
        return records
    }
}
