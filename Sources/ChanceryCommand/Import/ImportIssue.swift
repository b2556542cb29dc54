import CanonicalJSON

/// One thing of a record that could not be mapped as it stands, and why.
struct ImportIssue: Sendable, Hashable {
    /// The line of the file on which the record begins.
    let line: Int
    /// What the record is called.
    let subject: String
    /// The keys or columns concerned.
    let keys: [String]
    /// What was the matter and what was done instead.
    let reason: String

    /// The issue as a row for programs.
    var json: JSONObject {
        ["line": .integer(Int64(line)), "record": .string(subject), "keys": .strings(keys), "reason": .string(reason)]
    }

    /// The issues as lines for people, each record's under its name.
    static func lines(_ issues: [ImportIssue], _ paint: Paint) -> [String] {
        var lines: [String] = []
        var last: Int?
        for issue in issues {
            if issue.line != last {
                let name = PlainText.line(issue.subject)
                let lead = "line \(issue.line)  "
                let room = paint.traits.columns.map { $0 - lead.columns }
                lines.append(paint.bold(lead) + (room.map { name.fitted(to: $0, mark: paint.ellipsis) } ?? name))
                last = issue.line
            }
            let text = PlainText.line(
                (issue.keys.isEmpty ? "" : issue.keys.joined(separator: ", ") + ": ") + issue.reason)
            for (index, part) in text.wrapped(to: paint.traits.columns.map { $0 - 4 }).enumerated() {
                lines.append((index == 0 ? "  " : "    ") + part)
            }
        }
        return lines
    }
}
