import CanonicalJSON

/// The records of a file of JSON lines, each with its line; lines that are no record are issues.
struct JSONLines {
    struct Record: Sendable, Hashable {
        let line: Int
        let object: JSONObject
    }

    private(set) var records: [Record] = []
    private(set) var issues: [ImportIssue] = []

    init(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            do {
                let value = try JSONValue.parse(Array(line.utf8))
                if let object = value.object {
                    records.append(Record(line: index + 1, object: object))
                } else {
                    fault(index + 1, "an object is needed, not \(value.kindName)")
                }
            } catch {
                fault(index + 1, "\(error)")
            }
        }
    }

    private mutating func fault(_ line: Int, _ reason: String) {
        issues.append(
            ImportIssue(
                line: line, subject: "(no record)", keys: [], reason: reason + "; the line is left out",
                kind: "no record; the line is left out"))
    }
}
