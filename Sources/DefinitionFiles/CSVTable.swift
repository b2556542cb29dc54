package import DefinitionTree
import Wording

/// A table in comma-separated text: a head line of column names, then one row a line. Quotes as in RFC 4180.
///
/// What spreadsheets write is read as well: semicolons or tabs between cells, a first line `sep=;`, empty columns and rows at the
/// end, any white space around a cell, the one that does not break included, and names of columns with other capitals, spaces or hyphens.
package struct CSVTable: Sendable, Hashable {
    package var file: String
    /// The line of the names of columns, from 1.
    package var headLine: Int
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

    /// Reads a table that must have these columns, and may have others that are known; throws every fault. A column under another
    /// name (`aliases`) is the one that the name stands for, unless that is there itself.
    package static func parse(
        _ text: String, file: String, required: [String], known: [String] = [], aliases: [String: String] = [:]
    ) throws(DefinitionFaults) -> CSVTable {
        let names = required + known + aliases.keys
        var faults: [DefinitionFault] = []
        var records: [CSVRecords.Record]
        do {
            records = try CSVRecords(text, file, columns: names).all()
        } catch {
            throw DefinitionFaults([error])
        }
        records.removeAll { $0.cells.allSatisfy { trimmed($0).isEmpty } }
        guard let head = records.first else {
            throw DefinitionFaults([DefinitionFault(file: file, line: 1, sentence: "the table is empty")])
        }
        let columns = self.names(head, known: names, aliases: aliases)
        for (index, column) in columns.enumerated() {
            if column.isEmpty {
                faults.append(
                    DefinitionFault(file: file, line: head.line, sentence: "column \(index + 1) has no name"))
            } else if columns[..<index].contains(column) {
                faults.append(
                    DefinitionFault(file: file, line: head.line, sentence: "two columns are called \"\(column)\""))
            }
        }
        for column in required where !columns.contains(column) {
            faults.append(
                DefinitionFault(
                    file: file, line: head.line,
                    sentence: "the column \"\(column)\" is missing; the head has \(columns.joined(separator: ", "))"))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        var rows: [Row] = []
        for record in records.dropFirst() {
            let excess = record.cells.dropFirst(columns.count)
            guard record.cells.count >= columns.count, excess.allSatisfy({ trimmed($0).isEmpty }) else {
                faults.append(
                    DefinitionFault(file: file, line: record.line, sentence: misfit(record, columns)))
                continue
            }
            rows.append(Row(line: record.line, cells: Dictionary(uniqueKeysWithValues: zip(columns, record.cells))))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        return CSVTable(file: file, headLine: head.line, columns: columns, rows: rows)
    }

    /// Why the cells of a row do not stand under the columns, and what to write.
    private static func misfit(_ record: CSVRecords.Record, _ columns: [String]) -> String {
        let cells = record.cells.count == 1 ? "1 cell" : "\(record.cells.count) cells"
        let under = columns.count == 1 ? "1 column" : "\(columns.count) columns"
        guard record.cells.count < columns.count else {
            return "\(cells) under \(under); put a cell that holds a \(record.separator) in quotes"
        }
        let missing = columns[record.cells.count...].map { "\"\($0)\"" }.joined(separator: ", ")
        return
            "\(cells) under \(under): nothing stands for \(missing); leave a cell empty, but write its \(record.separator)"
    }

    /// The column names of a table, whatever follows them; nil where there are none.
    package static func columns(
        of text: String, known: [String] = [], aliases: [String: String] = [:]
    ) -> [String]? {
        let names = known + aliases.keys
        guard let head = try? CSVRecords(text, "", columns: names).first() else { return nil }
        return self.names(head, known: names, aliases: aliases)
    }

    /// The names in a head line, without empty ones at its end; known ones as they are known.
    private static func names(
        _ head: CSVRecords.Record, known: [String], aliases: [String: String]
    ) -> [String] {
        var names = head.cells.map { name($0, known: known) }
        while names.count > 1, names.last?.isEmpty == true { names.removeLast() }
        return names.map { name in
            guard let meant = aliases[name], !names.contains(meant) else { return name }
            return meant
        }
    }

    /// The name that the cell of a head means: a known one in other capitals, or with other marks between its words, is that one.
    static func name(_ cell: String, known: [String]) -> String {
        let cell = trimmed(cell)
        if known.contains(cell) { return cell }
        func letters(_ text: String) -> String {
            text.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
        }
        let alike = Set(known.filter { letters($0) == letters(cell) })
        return alike.count == 1 ? alike.first ?? cell : cell
    }

    /// A cell without white space around it.
    static func trimmed(_ text: String) -> String { text.trimmed }
}
