package import Lifecycle

/// A table in comma-separated text: a head line of column names, then one row a line. Quotes as in RFC 4180.
package struct CSVTable: Sendable, Hashable {
    package var file: String
    package var columns: [String]
    package var rows: [Row]

    /// One row, by column name.
    package struct Row: Sendable, Hashable {
        /// Where it begins, from 1.
        package var line: Int
        package var cells: [String: String]

        /// The text of a cell without white space around it; empty where the column is missing.
        package subscript(column: String) -> String { CSVTable.trimmed(cells[column] ?? "") }
    }

    /// Reads a table that must have these columns; throws every fault.
    package static func parse(
        _ text: String, file: String, required: [String]
    ) throws(DefinitionFaults) -> CSVTable {
        var faults: [DefinitionFault] = []
        var records: [(line: Int, cells: [String])]
        do {
            records = try CSVRecords(text, file).all()
        } catch {
            throw DefinitionFaults([error])
        }
        records.removeAll { $0.cells == [""] }
        guard let head = records.first else {
            throw DefinitionFaults([DefinitionFault(file: file, line: 1, sentence: "the table is empty")])
        }
        let columns = head.cells.map(trimmed)
        for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
            faults.append(
                DefinitionFault(file: file, line: head.line, sentence: "two columns are called \"\(column)\""))
        }
        for column in required where !columns.contains(column) {
            faults.append(
                DefinitionFault(
                    file: file, line: head.line,
                    sentence: "the column \"\(column)\" is missing; there are \(columns.joined(separator: ", "))"))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        var rows: [Row] = []
        for record in records.dropFirst() {
            guard record.cells.count == columns.count else {
                let count = "\(record.cells.count) cells under \(columns.count) columns"
                faults.append(DefinitionFault(file: file, line: record.line, sentence: count))
                continue
            }
            rows.append(Row(line: record.line, cells: Dictionary(uniqueKeysWithValues: zip(columns, record.cells))))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        return CSVTable(file: file, columns: columns, rows: rows)
    }

    static func trimmed(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var rest = text[...]
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return String(rest)
    }
}

/// Takes comma-separated text apart.
private struct CSVRecords {
    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    private var line = 1

    init(_ text: String, _ file: String) {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.bytes = bytes
        self.file = file
    }

    func all() throws(DefinitionFault) -> [(line: Int, cells: [String])] {
        var reader = self
        var records: [(line: Int, cells: [String])] = []
        while reader.index < bytes.count {
            let line = reader.line
            records.append((line, try reader.record()))
        }
        return records
    }

    /// One record, to the end of its line.
    private mutating func record() throws(DefinitionFault) -> [String] {
        var cells: [String] = []
        while true {
            cells.append(bytes.indices.contains(index) && bytes[index] == quote ? try quoted() : plain())
            guard index < bytes.count else { return cells }
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: ",") { continue }
            line += 1
            return cells
        }
    }

    private var quote: UInt8 { UInt8(ascii: "\"") }

    private mutating func plain() -> String {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "\n") { index += 1 }
        var end = index
        if end > start, bytes[end - 1] == UInt8(ascii: "\r"), index == bytes.count || bytes[index] != UInt8(ascii: ",")
        {
            end -= 1
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func quoted() throws(DefinitionFault) -> String {
        let start = line
        index += 1
        var cell: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == quote {
                guard index < bytes.count, bytes[index] == quote else { return try closed(cell) }
                index += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            cell.append(byte)
        }
        throw DefinitionFault(file: file, line: start, sentence: "a quoted cell is never closed")
    }

    /// After a closing quote only a comma or the end of the line may come.
    private mutating func closed(_ cell: [UInt8]) throws(DefinitionFault) -> String {
        if index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
        guard index == bytes.count || bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: "\n") else {
            throw DefinitionFault(
                file: file, line: line, sentence: "text follows a closing quote; write a quote inside a cell twice")
        }
        return String(decoding: cell, as: UTF8.self)
    }
}
