package import CivilTime
package import DefinitionTree
import Wording

/// Who coordinated which group and when, one term a row: `group`, `holder`, `from`, `to`, `source`, `note`.
package enum CoordinatorsFile {
    /// One term of one partner.
    package struct Entry: Sendable, Hashable {
        package var line: Int
        package var group: String
        /// The partner whose officials coordinate.
        package var holder: String
        package var from: CivilDate
        /// The last day; nil while it is open-ended.
        package var to: CivilDate?
        package var source: String
        package var note: String
    }

    /// The terms in a file, whose groups and holders must be among these; throws every fault.
    package static func load(
        _ path: String, groups: [String], partners: [String]
    ) throws(DefinitionFaults) -> [Entry] {
        let text: String
        do {
            text = try SourceText.load(path)
        } catch {
            throw DefinitionFaults([error])
        }
        return try parse(text, file: path, groups: groups, partners: partners)
    }

    static func parse(
        _ text: String, file: String, groups: [String], partners: [String]
    ) throws(DefinitionFaults) -> [Entry] {
        let table = try CSVTable.parse(text, file: file, required: ["group", "holder", "from", "to"])
        var faults: [DefinitionFault] = []
        var entries: [Entry] = []
        for row in table.rows {
            func fault(_ sentence: String) {
                faults.append(DefinitionFault(file: file, line: row.line, sentence: sentence))
            }
            if !groups.contains(row["group"]) {
                fault(
                    "\"\(row["group"])\" is not a group"
                        + groups.offered(none: "the forum has no \"groups\"; define them in forum.yaml"))
            }
            if !partners.contains(row["holder"]) { fault("\"\(row["holder"])\" is not a partner") }
            let to = row["to"].isEmpty ? nil : CivilDate(row["to"])
            if to == nil, !row["to"].isEmpty { fault("\"\(row["to"])\" is not a valid date; write it as 2026-03-01") }
            guard let from = CivilDate(row["from"]) else {
                fault("\"\(row["from"])\" is not a valid date; write it as 2026-03-01")
                continue
            }
            if let to, to < from { fault("the term ends on \(to), before it begins") }
            entries.append(
                Entry(
                    line: row.line, group: row["group"], holder: row["holder"], from: from, to: to,
                    source: row["source"], note: row["note"]))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        return entries
    }
}
