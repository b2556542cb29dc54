package import CanonicalJSON
package import LineProtocol
package import Terminal
import Wording

/// What an import did, and what it could not map.
package struct ImportReport: Sendable, Hashable {
    package let file: String
    package let kind: ImportKind
    /// Records or rows in the file.
    package var records = 0
    /// What was made or changed, by word (`archived`, `drafted`, `entered`, …).
    package var made: [String: Int] = [:]
    /// The records, by number, that made or changed something, and those of which something was there already, just so.
    package private(set) var changedRecords: Set<Int> = []
    private(set) var idleRecords: Set<Int> = []
    package var refused = 0
    package var issues: [ImportIssue] = []
    /// The first refusal of the server.
    private(set) var firstRefusal: Failure?
    /// The refusals of content, with their places in the file.
    private(set) var refusals: [String] = []

    package init(file: String, kind: ImportKind) {
        self.file = file
        self.kind = kind
    }

    /// Notes what a record made; no word where all of it was there already.
    package mutating func count(_ word: String?, record: Int) {
        guard let word else {
            idleRecords.insert(record)
            return
        }
        made[word, default: 0] += 1
        changedRecords.insert(record)
    }

    /// How many records changed nothing.
    package var unchanged: Int { idleRecords.subtracting(changedRecords).count }

    /// Why nothing of the file was taken, where that is so: it holds no record, or none that could be sent.
    package var emptiness: String? {
        guard made.isEmpty, unchanged == 0 else { return nil }
        let name = TerminalText.line(file)
        if records == 0 { return "\(name) holds no \(kind.rawValue); nothing was imported" }
        let reasons = ImportIssueGroup.groups(of: issues).first.map { ": \(TerminalText.line($0.kind))" } ?? ""
        return "nothing from \(name) was imported\(reasons)"
    }

    /// Notes that the server refused a record.
    package mutating func refuse(_ failure: Failure, line: Int, subject: String) {
        refused += 1
        if firstRefusal == nil { firstRefusal = failure }
        let place = TerminalText.line(subject.isEmpty ? "\(file):\(line)" : "\(file):\(line): \(subject)")
        refusals.append("\(place): " + TerminalText.line("\(failure.codeText): \(failure.message)"))
        issues.append(
            ImportIssue(
                line: line, subject: subject, keys: [],
                reason: "the server refused it: \(failure.codeText): \(failure.message)", kind: "the server refused it",
                isLoss: true))
    }

    /// Whether the server took nothing at all.
    var isHopeless: Bool { refused > 0 && made.isEmpty && unchanged == 0 }

    /// Why the import is refused as a whole, where the server took nothing: what is wrong in the file is told with its line.
    package var failure: CommandFailure? {
        guard isHopeless, let firstRefusal else { return nil }
        // A server that has no such verb says nothing of the file.
        guard let code = firstRefusal.code, code.isOfWords, code != .unknownVerb else {
            return .misfilled(firstRefusal)
        }
        let shown = 10
        let rest = refusals.count > shown ? ["  and \(refusals.count - shown) more"] : []
        return .notDone(refusals.prefix(shown) + rest + ["  " + TerminalText.line(firstRefusal.advice)])
    }

    package var json: JSONObject {
        var object: JSONObject = [
            "file": .string(file), "kind": .string(kind.rawValue), "records": .integer(Int64(records)),
            "unchanged": .integer(Int64(unchanged)), "refused": .integer(Int64(refused)),
            "issues": .integer(Int64(issues.count)),
        ]
        for (word, number) in made { object[word] = .integer(Int64(number)) }
        return object
    }

    /// What is said of accounts that came into being: the only word of the kind that has a plural.
    package static let accounts = "accounts made"

    /// One line of what was done.
    func summary(_ paint: Paint) -> String {
        var parts = made.sorted { $0.key < $1.key }.map { word, number in
            word == ImportReport.accounts ? counted(number, "account") + " made" : "\(number) \(word)"
        }
        if unchanged > 0 { parts.append("\(unchanged) unchanged") }
        if refused > 0 { parts.append(paint.red("\(refused) refused")) }
        if parts.isEmpty { parts.append("nothing to do") }
        return "\(paint.bold(TerminalText.line(file))): \(counted(records, kind.one)): " + parts.joined(separator: ", ")
    }

    /// The issues in the order of the file.
    package var sortedIssues: [ImportIssue] {
        issues.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    /// What was done and, by reason, what could not be mapped: each reason with its first examples, or with everything.
    package func lines(_ paint: Paint, isVerbose: Bool) -> [String] {
        var lines = [summary(paint)]
        guard !issues.isEmpty else { return lines }
        let groups = ImportIssueGroup.groups(of: issues)
        lines += ["", paint.heading("Not mapped, by reason")]
        guard isVerbose else {
            let width = groups.map { String($0.issues.count).count }.max() ?? 1
            let briefs = groups.map { $0.brief(paint, countWidth: width) }
            lines += briefs.flatMap { $0.lines }
            return briefs.allSatisfy { $0.isWhole }
                ? lines : lines + ["", "--verbose lists every line with its reason."]
        }
        lines += ImportIssueGroup.summary(groups, paint)
        for group in groups { lines += [""] + group.lines(paint) }
        return lines
    }
}
