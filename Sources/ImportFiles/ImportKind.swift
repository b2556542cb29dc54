import CanonicalJSON
import DefinitionFiles
import Terminal

/// What a file to be imported holds.
package enum ImportKind: String, CaseIterable, Sendable {
    case initiatives, meetings, partners, coordinators

    /// What one record is called: `initiative`.
    package var one: String { String(rawValue.dropLast()) }

    private static let ofMeetings = RecordList.Columns.meetings

    /// Recognised by its first lines, else by its name; nil where neither says.
    package static func of(file: String, text: String) -> ImportKind? {
        let lines = text.split(separator: "\n", maxSplits: 400)
        if let record = JSONLines(lines.prefix(400).joined(separator: "\n")).records.first?.object {
            let keys = Set(record.members.map { $0.key.lowercased() })
            if keys.contains("title") { return .initiatives }
            if keys.contains("kind"), keys.contains("starts") { return .meetings }
        } else if let header = CSVTable.columns(
            of: text, known: ["group", "holder", "partner_id", "id", "name", "title"] + ofMeetings.required,
            aliases: ofMeetings.aliases)
        {
            if header.contains("partner_id") { return .partners }
            if header.contains("title") { return .initiatives }
            if ofMeetings.required.allSatisfy(header.contains) { return .meetings }
            if header.contains("group"), header.contains("holder") { return .coordinators }
            if header.contains("name"), header.contains("id") { return .partners }
        }
        let name = (file.split(separator: "/").last ?? "").lowercased()
        return allCases.first { name.hasPrefix($0.rawValue) }
    }
}
