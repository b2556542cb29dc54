import DefinitionTree

/// Takes a table's text apart into records of cells.
struct CSVRecords {
    /// One record, which may span several lines.
    struct Record: Sendable, Hashable {
        /// Where it begins, from 1.
        var line: Int
        var cells: [String]
        /// How messages call what parts its cells.
        var separator: String
    }

    private static let comma = UInt8(ascii: ",")
    private static let names: [UInt8: String] = [
        comma: "comma", UInt8(ascii: ";"): "semicolon", UInt8(ascii: "\t"): "tab",
    ]

    private let bytes: [UInt8]
    private let file: String
    private var separator = CSVRecords.comma
    private var index = 0
    private var line = 1

    /// What parts the cells is what a line `sep=` says, or else what finds most of these columns in the head, or most columns.
    init(_ text: String, _ file: String, columns: [String]) {
        bytes = Array(text.utf8)
        self.file = file
        if let named = Self.named(bytes) {
            separator = named
            index = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            line = 2
            return
        }
        var best = (columns: 0, cells: 0)
        for candidate in [Self.comma, UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            var reader = self
            reader.separator = candidate
            guard let head = try? reader.first() else { continue }
            let cells = head.cells.map { CSVTable.name($0, known: columns) }
            // A line of nothing but separators is no head, whichever of them is meant.
            guard cells.contains(where: { !$0.allSatisfy { ",;\t ".contains($0) } }) else { continue }
            let found = (columns.count { cells.contains($0) }, cells.count)
            if found > best { (best, separator) = (found, candidate) }
        }
    }

    /// The separator of a first line such as `sep=;`, which spreadsheets write and read.
    private static func named(_ bytes: [UInt8]) -> UInt8? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }.filter { $0 != UInt8(ascii: "\"") }
        let word = String(decoding: line.prefix(4), as: UTF8.self)
        guard word.lowercased() == "sep=", line.count >= 5, names[line[4]] != nil else { return nil }
        return line[5...].allSatisfy { names[$0] != nil || $0 == UInt8(ascii: " ") } ? line[4] : nil
    }

    /// Every record.
    func all() throws(DefinitionFault) -> [Record] {
        var reader = self
        var records: [Record] = []
        while reader.index < bytes.count { records.append(try reader.record()) }
        return records
    }

    /// The first record that is not empty.
    func first() throws(DefinitionFault) -> Record? {
        var reader = self
        while reader.index < bytes.count {
            let record = try reader.record()
            if record.cells.contains(where: { !CSVTable.trimmed($0).isEmpty }) { return record }
        }
        return nil
    }

    /// One record, to the end of its line.
    private mutating func record() throws(DefinitionFault) -> Record {
        let start = line
        var cells: [String] = []
        while true {
            cells.append(index < bytes.count && bytes[index] == quote ? try quoted() : plain())
            let isInside = index < bytes.count && bytes[index] == separator
            if index < bytes.count { index += 1 }
            if isInside { continue }
            line += 1
            return Record(line: start, cells: cells, separator: Self.names[separator] ?? "separator")
        }
    }

    private var quote: UInt8 { UInt8(ascii: "\"") }

    private mutating func plain() -> String {
        let start = index
        while index < bytes.count, bytes[index] != separator, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
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

    /// After a closing quote only spaces, a separator or the end of the line may come.
    private mutating func closed(_ cell: [UInt8]) throws(DefinitionFault) -> String {
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
        guard index == bytes.count || bytes[index] == separator || bytes[index] == UInt8(ascii: "\n") else {
            throw DefinitionFault(
                file: file, line: line, sentence: "text follows a closing quote; write a quote inside a cell twice")
        }
        return String(decoding: cell, as: UTF8.self)
    }
}
