import CanonicalJSON
package import CivilTime
package import DefinitionFiles
import Lifecycle
package import LineProtocol
import Terminal
import Wording

/// Turns the rows of tables into partners and appointments.
package enum RegistryMapper {
    package struct MappedPartner: Sendable, Hashable {
        package let line: Int
        package let id: String
        package let change: Verbs.Partner.Change
    }

    /// The partners of a table: id, name, days of membership; every other column is an attribute. A column that is absent, and a cell that
    /// is empty, say nothing, so that what is recorded stays. A partner that the forum has (`present`) is that one in any case of its id.
    package static func partners(
        _ table: CSVTable, present: [String] = [], issues: inout [ImportIssue]
    ) -> [MappedPartner] {
        let idColumn = table.columns.contains("partner_id") ? "partner_id" : "id"
        var partners: [MappedPartner] = []
        for row in table.rows {
            let (given, name) = (row[idColumn], row["name"])
            let alike = present.contains(given) ? [] : present.filter { $0.lowercased() == given.lowercased() }
            let id = alike.count == 1 ? alike[0] : given
            func note(_ keys: [String], _ reason: String, as kind: String? = nil, isLoss: Bool = false) {
                let subject = name.isEmpty ? id : name
                issues.append(
                    ImportIssue(
                        line: row.line, subject: subject, keys: keys, reason: reason, kind: kind, isLoss: isLoss))
            }
            // An empty name says nothing, as any empty cell: of a partner that the forum has, what is recorded stays.
            let hasName = !name.isEmpty || !table.columns.contains("name") || present.contains(id)
            guard !id.isEmpty, hasName else {
                note([idColumn, "name"], "a new partner needs both; the row is skipped", isLoss: true)
                continue
            }
            // "NA" is an id; as a name it says nothing.
            if let blank = [(idColumn, id), ("name", name)].first(where: {
                !$0.1.isEmpty && BlankWord.stands(in: $0.1)
                    && !($0.0 == idColumn && id.allSatisfy(\.isLetter) && id.count == 2)
            }) {
                note(
                    [blank.0], "\"\(blank.1)\" names nobody; the row is skipped",
                    as: "a word that names nobody; the row is skipped", isLoss: true)
                continue
            }
            if let first = partners.first(where: { $0.id == id }) {
                note(
                    [idColumn], "\(id) is already on line \(first.line); the row is skipped",
                    as: "a partner appears twice; the later row is skipped", isLoss: true)
                continue
            }
            if id != given {
                note([idColumn], "\(given) is entered as \(id)", as: "an id is entered as the forum writes it")
            }
            func clean(_ text: String, _ column: String) -> String {
                let clean = CleanText(text, isLine: true)
                if clean.hadBreaks || clean.hadHidden {
                    note([column], "line breaks and invisible characters are removed")
                }
                return clean.text
            }
            var attributes: [String: String?] = [:]
            var days: [String: CivilDate] = [:]
            for column in table.columns where column != idColumn && column != "name" && !row[column].isEmpty {
                guard column == "joined" || column == "left" else {
                    attributes[column] = clean(row[column], column)
                    continue
                }
                if let day = day(row[column]) {
                    days[column] = day
                } else {
                    note(
                        [column], "\(row[column]) is neither a year nor a day; left out",
                        as: "neither a year nor a day; left out")
                }
            }
            partners.append(
                MappedPartner(
                    line: row.line, id: id,
                    change: partner(clean(name, "name"), attributes, joined: days["joined"], left: days["left"])))
        }
        return partners
    }

    /// What is said of a partner; nothing of what is not known.
    package static func partner(
        _ name: String, _ attributes: [String: String?], joined: CivilDate?, left: CivilDate?
    ) -> Verbs.Partner.Change {
        var change = Verbs.Partner.Change()
        change.name = name.isEmpty ? .nothing : .value(name)
        change.attributes = .value(attributes)
        change.joined = Said(isNamed: false, joined)
        change.left = Said(isNamed: false, left)
        return change
    }

    /// A day; a year alone is its first day, as a forum's own files mean it.
    private static func day(_ text: String) -> CivilDate? {
        WrittenDay.read(text.utf8.count == 4 ? text + "-01-01" : text)
    }

    /// The appointments of one holder.
    package struct Holder: Sendable, Hashable {
        package let partner: String
        package var terms: [Verbs.Appointment]
        /// The lines they stand on.
        package var lines: [Int]
    }

    /// Dated appointments to a role for groups, by the partner that holds them; of the forum's groups and partners, where these are given.
    package static func coordinators(
        _ table: CSVTable, role: String, groups: [String] = [], names: PartnerNames? = nil, issues: inout [ImportIssue]
    ) -> [Holder] {
        var holders: [Holder] = []
        for row in table.rows {
            let (given, named) = (row["group"], row["holder"])
            func note(_ keys: [String], _ reason: String, as kind: String? = nil, isLoss: Bool = false) {
                issues.append(
                    ImportIssue(
                        line: row.line, subject: "\(given) \(named)", keys: keys, reason: reason, kind: kind,
                        isLoss: isLoss))
            }
            guard !given.isEmpty, !named.isEmpty else {
                note(["group", "holder"], "an appointment needs both; the row is skipped", isLoss: true)
                continue
            }
            let group = groups.contains(given) ? given : groups.only(inAnyCase: given) ?? given
            guard groups.isEmpty || groups.contains(group) else {
                note(
                    ["group"],
                    "\"\(given)\" is not a group of this forum; use one of \(groups.sorted().joined(separator: ", ")); "
                        + "the row is skipped",
                    as: "not a group of this forum; the row is skipped", isLoss: true)
                continue
            }
            guard let holder = names.map({ $0.id(of: named) }) ?? named else {
                note(
                    ["holder"], "\"\(named)\" is not a partner of this forum; the row is skipped",
                    as: "not a partner of this forum; the row is skipped", isLoss: true)
                continue
            }
            var appointment = Verbs.Appointment()
            appointment.role = role
            appointment.group = group
            appointment.partner = holder
            let (from, to) = (WrittenDay.read(row["from"]), WrittenDay.read(row["to"]))
            let wrong = ["from", "to"].filter { !row[$0].isEmpty && (($0 == "from" ? from : to) == nil) }
            guard wrong.isEmpty else {
                note(
                    wrong, "\(wrong.map { row[$0] }.joined(separator: ", ")) is not a full date; the row is skipped",
                    as: "not a full date; the row is skipped", isLoss: true)
                continue
            }
            if let from, let to, to < from {
                note(
                    ["to"], "\(to) is before \(from); the row is skipped",
                    as: "it ends before it begins; the row is skipped", isLoss: true)
                continue
            }
            appointment.from = from.map { Moment(startOf: $0) }
            appointment.until = to.map { Moment(endOf: $0) }
            let kept = ["group", "holder", "from", "to"]
            let lost = table.columns.filter { !kept.contains($0) && !row[$0].isEmpty }
            if !lost.isEmpty { note(lost, "an appointment has no such field; left out") }
            if let index = holders.firstIndex(where: { $0.partner == holder }) {
                holders[index].terms.append(appointment)
                holders[index].lines.append(row.line)
            } else {
                holders.append(Holder(partner: holder, terms: [appointment], lines: [row.line]))
            }
        }
        return holders
    }
}
