import CanonicalJSON
import LineProtocol

/// What an import did, and what it could not map.
struct ImportReport: Sendable, Hashable {
    let file: String
    let kind: ImportKind
    /// Records or rows in the file.
    var records = 0
    /// What was made or changed, by word (`archived`, `drafted`, `entered`, …).
    var made: [String: Int] = [:]
    /// The records, by number, that made or changed something, and those of which something was there already, just so.
    private(set) var changedRecords: Set<Int> = []
    private(set) var idleRecords: Set<Int> = []
    var refused = 0
    var issues: [ImportIssue] = []
    /// The first refusal of the server.
    var firstRefusal: Failure?

    /// Notes what a record made; no word where all of it was there already.
    mutating func count(_ word: String?, record: Int) {
        guard let word else {
            idleRecords.insert(record)
            return
        }
        made[word, default: 0] += 1
        changedRecords.insert(record)
    }

    /// How many records changed nothing.
    var unchanged: Int { idleRecords.subtracting(changedRecords).count }

    /// Why nothing of the file was taken, where that is so: it holds no record, or none that could be sent.
    var emptiness: String? {
        guard made.isEmpty, unchanged == 0 else { return nil }
        let name = PlainText.line(file)
        if records == 0 { return "\(name) holds no \(kind.rawValue); nothing was imported" }
        let reasons = ImportIssueGroup.groups(of: issues).first.map { ": \(PlainText.line($0.kind))" } ?? ""
        return "nothing from \(name) was imported\(reasons)"
    }

    /// Notes that the server refused a record.
    mutating func refuse(_ failure: Failure, line: Int, subject: String) {
        refused += 1
        if firstRefusal == nil { firstRefusal = failure }
        issues.append(
            ImportIssue(
                line: line, subject: subject, keys: [],
                reason: "the server refused it: \(failure.codeText): \(failure.message)", kind: "the server refused it")
        )
    }

    /// Whether the server took nothing at all.
    var isHopeless: Bool { refused > 0 && made.isEmpty && unchanged == 0 }

    var json: JSONObject {
        var object: JSONObject = [
            "file": .string(file), "kind": .string(kind.rawValue), "records": .integer(Int64(records)),
            "unchanged": .integer(Int64(unchanged)), "refused": .integer(Int64(refused)),
            "issues": .integer(Int64(issues.count)),
        ]
        for (word, number) in made { object[word] = .integer(Int64(number)) }
        return object
    }

    /// One line of what was done.
    func summary(_ paint: Paint) -> String {
        var parts = made.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if unchanged > 0 { parts.append("\(unchanged) unchanged") }
        if refused > 0 { parts.append(paint.red("\(refused) refused")) }
        if parts.isEmpty { parts.append("nothing to do") }
        return "\(paint.bold(PlainText.line(file))): \(counted(records, kind.one)): " + parts.joined(separator: ", ")
    }

    /// The issues in the order of the file.
    var sortedIssues: [ImportIssue] {
        issues.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    func lines(_ paint: Paint) -> [String] {
        var lines = [summary(paint)]
        if !issues.isEmpty {
            let groups = ImportIssueGroup.groups(of: issues)
            lines += ["", paint.heading("Not mapped, by reason")] + ImportIssueGroup.summary(groups, paint)
            for group in groups { lines += [""] + group.lines(paint) }
        }
        return lines
    }
}
