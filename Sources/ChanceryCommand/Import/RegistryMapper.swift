import CanonicalJSON
import Lifecycle

/// Turns the rows of tables into partners and appointments.
enum RegistryMapper {
    struct MappedPartner: Sendable, Hashable {
        let id: String
        let partner: JSONObject
    }

    /// The partners of a table: id, name, days of membership; every other column is an attribute.
    static func partners(_ table: CSVTable, issues: inout [ImportIssue]) -> [MappedPartner] {
        let idColumn = table.header.contains("partner_id") ? "partner_id" : "id"
        var partners: [MappedPartner] = []
        for row in table.rows {
            guard let id = row[idColumn], let name = row["name"] else {
                issues.append(
                    ImportIssue(
                        line: row.line, subject: row["name"] ?? row[idColumn] ?? "(no name)", keys: [idColumn, "name"],
                        reason: "a partner needs both; the row is left out"))
                continue
            }
            var partner: JSONObject = ["name": .string(name)]
            var attributes = JSONObject()
            for column in table.header where column != idColumn && column != "name" {
                guard let value = row[column] else { continue }
                if column == "joined" || column == "left" {
                    // A year is no day of membership; it is kept as what it is.
                    if CivilDate(value) != nil {
                        partner[column] = .string(value)
                    } else {
                        attributes[column == "joined" ? "joined_year" : "left_year"] = .string(value)
                    }
                } else {
                    attributes[column] = .string(value)
                }
            }
            partner["attributes"] = .object(attributes)
            partners.append(MappedPartner(id: id, partner: partner))
        }
        return partners
    }

    /// The appointments of one holder.
    struct Holder: Sendable, Hashable {
        let partner: String
        var appointments: [JSONObject]
        /// The lines they stand on.
        var lines: [Int]
    }

    /// Dated appointments to a role for groups, by the partner that holds them.
    static func coordinators(_ table: CSVTable, role: String, issues: inout [ImportIssue]) -> [Holder] {
        var holders: [Holder] = []
        for row in table.rows {
            let subject = [row["group"], row["holder"]].compactMap { $0 }.joined(separator: " ")
            func note(_ keys: [String], _ reason: String) {
                issues.append(ImportIssue(line: row.line, subject: subject, keys: keys, reason: reason))
            }
            guard let group = row["group"], let holder = row["holder"] else {
                note(["group", "holder"], "an appointment needs both; the row is left out")
                continue
            }
            var appointment: JSONObject = [
                "role": .string(role), "group": .string(group), "partner": .string(holder),
            ]
            var isUsable = true
            for column in ["from", "to"] {
                guard let value = row[column] else { continue }
                guard CivilDate(value) != nil else {
                    note([column], "\(value) is no full day; the row is left out")
                    isUsable = false
                    continue
                }
                appointment[column == "to" ? "until" : "from"] = .string(value)
            }
            if let from = row["from"], let to = row["to"], to < from {
                note(["to"], "\(to) is before \(from); the row is left out")
                isUsable = false
            }
            guard isUsable else { continue }
            let kept = ["group", "holder", "from", "to"]
            let lost = table.header.filter { !kept.contains($0) && row[$0] != nil }
            if !lost.isEmpty { note(lost, "an appointment keeps no such thing; left out") }
            if let index = holders.firstIndex(where: { $0.partner == holder }) {
                holders[index].appointments.append(appointment)
                holders[index].lines.append(row.line)
            } else {
                holders.append(Holder(partner: holder, appointments: [appointment], lines: [row.line]))
            }
        }
        return holders
    }
}
