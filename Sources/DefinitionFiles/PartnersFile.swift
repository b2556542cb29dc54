import CanonicalJSON
package import CivilTime
package import DefinitionTree
import Wording

/// The partners of a forum, one a row: `partner_id`, `name`, a column for each attribute, `joined` and `left` where known.
package enum PartnersFile {
    /// One partner as the file tells of it.
    package struct Entry: Sendable, Hashable {
        package var line: Int
        package var id: String
        package var name: String
        /// The columns that the forum names as attributes.
        package var attributes: [String: String]
        /// The first day of membership; the first of January where the file gives a year.
        package var joined: CivilDate?
        /// The day from which it is no longer a member.
        package var left: CivilDate?
        /// The other columns that hold something (`iso2`, `iso3`).
        package var other: [String: String]
    }

    /// The partners in a file; throws every fault.
    package static func load(_ path: String, attributes: [String]) throws(DefinitionFaults) -> [Entry] {
        let text: String
        do {
            text = try SourceText.load(path)
        } catch {
            throw DefinitionFaults([error])
        }
        return try parse(text, file: path, attributes: attributes)
    }

    static func parse(_ text: String, file: String, attributes: [String]) throws(DefinitionFaults) -> [Entry] {
        let table = try CSVTable.parse(
            text, file: file, required: ["partner_id", "name"] + attributes, known: ["joined", "left"])
        guard !table.rows.isEmpty else {
            let sentence = "there is no partner: the head line has no row below it"
            throw DefinitionFaults([DefinitionFault(file: file, line: 1, sentence: sentence)])
        }
        var faults: [DefinitionFault] = []
        for column in table.columns where !ForumNames.isIdentifier(column) {
            let sentence = "the column \"\(column.prefix(80))\" cannot be kept: \(ForumNames.rule)"
            faults.append(DefinitionFault(file: file, line: table.headLine, sentence: sentence))
        }
        if table.columns.count > 36 {
            let sentence = "there are \(table.columns.count) columns, and at most 32 are kept beside id, name and days"
            faults.append(DefinitionFault(file: file, line: table.headLine, sentence: sentence))
        }
        var entries: [Entry] = []
        for row in table.rows {
            func fault(_ sentence: String) {
                faults.append(DefinitionFault(file: file, line: row.line, sentence: sentence))
            }
            let id = row["partner_id"]
            if !isID(id) { fault("\"\(id)\" is not a partner id: use letters, digits and hyphens, at most 32") }
            if entries.contains(where: { $0.id == id }) { fault("there are two partners \"\(id)\"") }
            for column in table.columns {
                let text = row[column]
                let harmful = text.unicodeScalars.first { $0 == "\n" } ?? HiddenCharacter.first(in: text)
                guard let code = harmful.map({ HiddenCharacter.name(of: $0) }) else { continue }
                fault(
                    "\"\(column)\" of the partner \"\(id)\" holds \(code): write it in one line, without characters that "
                        + "cannot be seen"
                )
            }
            if row["name"].isEmpty { fault("the partner \"\(id)\" has no name") }
            if BlankWord.stands(in: row["name"]) {
                fault("\"\(row["name"])\" is no name: write the name of the partner \"\(id)\", or leave its row out")
            }
            if row["name"].unicodeScalars.count > Self.textLimit {
                fault("the name of \"\(id)\" is too long: \(Self.rule)")
            }
            for column in table.columns where column != "name" && row[column].unicodeScalars.count > Self.textLimit {
                fault("\"\(column)\" of the partner \"\(id)\" is too long: \(Self.rule)")
            }
            for attribute in attributes where row[attribute].isEmpty {
                fault("the partner \"\(id)\" has no \(attribute)")
            }
            let joined = day(row["joined"])
            let left = day(row["left"])
            if joined == nil, !row["joined"].isEmpty { fault("\"\(row["joined"])\" is neither a year nor a day") }
            if left == nil, !row["left"].isEmpty { fault("\"\(row["left"])\" is neither a year nor a day") }
            if let joined, let left, left <= joined { fault("the partner \"\(id)\" left before it joined") }
            let known = ["partner_id", "name", "joined", "left"] + attributes
            entries.append(
                Entry(
                    line: row.line, id: id, name: row["name"],
                    attributes: Dictionary(uniqueKeysWithValues: attributes.map { ($0, row[$0]) }), joined: joined,
                    left: left,
                    other: row.cells.filter { !known.contains($0.key) && !CSVTable.trimmed($0.value).isEmpty }))
        }
        guard faults.isEmpty else { throw DefinitionFaults(faults) }
        return entries
    }

    /// The most characters that a server keeps of a name or an attribute.
    private static let textLimit = 200
    private static let rule = "at most \(textLimit) characters are kept"

    private static func isID(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }

    /// `YYYY` or `YYYY-MM-DD`.
    private static func day(_ text: String) -> CivilDate? {
        CivilDate(text.utf8.count == 4 ? text + "-01-01" : text)
    }
}
