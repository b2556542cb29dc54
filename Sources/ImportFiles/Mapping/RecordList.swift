package import CanonicalJSON
package import DefinitionFiles
import DefinitionTree
import Lifecycle
import Terminal

/// The records of a list of initiatives or meetings: JSON as it is, or a table, each row of which is an object of its cells.
package struct RecordList {
    /// What the columns of a table may be called.
    package struct Columns: Sendable {
        /// Without these a table is no such list.
        let required: [String]
        /// The keys that mean something.
        let known: [String]
        /// Other names of keys.
        let aliases: [String: String]
        /// Keys of days and amounts, in small letters: spreadsheets write such numbers with decimals.
        let decimals: Set<String>

        private static let days = [
            "start": "starts", "start date": "starts", "first day": "starts", "begins": "starts", "from": "starts",
            "end": "ends", "end date": "ends", "last day": "ends", "until": "ends", "to": "ends",
        ]

        /// Those of a list of meetings.
        package static let meetings = Columns(
            required: ["kind", "starts"], known: ["name", "ends", "city", "country", "source", "verified", "note"],
            aliases: days, decimals: Set((["starts", "ends"] + days.keys).map(RecordList.letters)))

        /// Those of a list of initiatives: the fields of the form by their keys and labels, and what the mapping looks at besides.
        package static func initiatives(_ form: [FormField]) -> Columns {
            let known =
                form.map(\.key) + InitiativeMapper.provenance.sorted() + ["proposer"] + InitiativeMapper.renamed.keys
            var aliases = form.contains { $0.key == "starts" } ? days : [:]
            for field in form where !known.contains(where: { isSame($0, field.label) }) {
                for alias in aliases.keys where isSame(alias, field.label) { aliases[alias] = nil }
                aliases[field.label] = field.key
            }
            let decimal = form.filter { $0.type == .date || $0.type == .money }.flatMap { [$0.key, $0.label] }
            return Columns(
                required: ["title"], known: known, aliases: aliases,
                decimals: Set((["amount"] + decimal + aliases.keys.filter { days[$0] != nil }).map(RecordList.letters)))
        }

        private static func isSame(_ one: String, _ other: String) -> Bool {
            RecordList.letters(one) == RecordList.letters(other)
        }
    }

    /// A name without what its writers differ in.
    package static func letters(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    package private(set) var records: [JSONLines.Record] = []
    package private(set) var issues: [ImportIssue] = []

    /// Reads a list; throws every fault of a table with its file and line.
    package init(_ text: String, file: String, _ columns: Columns) throws {
        guard RecordList.isTable(text, file: file, columns) else {
            let lines = JSONLines(text, decimals: columns.decimals)
            (records, issues) = (lines.records, lines.issues)
            return
        }
        let table = try RecordList.table(text, file, columns.required, columns.known, aliases: columns.aliases)
        records = table.rows.enumerated().map { index, row in
            var object = JSONObject()
            // An empty cell says nothing, as an absent key does.
            for column in table.columns where !row[column].isEmpty { object[column] = .string(row[column]) }
            return JSONLines.Record(number: index + 1, line: row.line, object: object)
        }
    }

    /// A table, or every fault of it with file and line.
    package static func table(
        _ text: String, _ file: String, _ required: [String], _ known: [String], aliases: [String: String] = [:]
    ) throws -> CSVTable {
        do {
            return try CSVTable.parse(text, file: file, required: required, known: known, aliases: aliases)
        } catch {
            throw CommandFailure.notDone(error.faults.map { TerminalText.line("\($0)") })
        }
    }

    /// Whether a text is a table, by the name of its file or by its head; JSON begins with a bracket.
    static func isTable(_ text: String, file: String, _ columns: Columns) -> Bool {
        guard let first = text.first(where: { !$0.isWhitespace }), first != "{", first != "[" else { return false }
        if [".csv", ".tsv"].contains(where: { file.lowercased().hasSuffix($0) }) { return true }
        let head = CSVTable.columns(of: text, known: columns.required + columns.known, aliases: columns.aliases) ?? []
        return columns.required.allSatisfy(head.contains)
    }
}

extension JSONObject {
    /// The object with each of these keys by its name, whatever its capitals, blanks, `_` and `-`: as the heads of tables are read.
    package func named(_ known: Set<String>) -> JSONObject {
        guard keys.contains(where: { !known.contains($0) }) else { return self }
        func letters(_ text: String) -> String {
            text.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
        }
        var result = JSONObject()
        for member in members {
            var key = member.key
            if !known.contains(key) {
                let wanted = letters(key)
                let alike = known.filter { letters($0) == wanted }
                // What stands there by its own name goes before what only means it.
                if alike.count == 1, let one = alike.first, self[one] == nil, result[one] == nil { key = one }
            }
            result[key] = member.value
        }
        return result
    }
}
