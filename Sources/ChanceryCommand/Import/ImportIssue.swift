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
    /// The reason without the record's own words, by which issues are told together.
    let kind: String
    /// Whether nothing of the record got in.
    let isLoss: Bool

    init(
        line: Int, subject: String, keys: [String], reason: String, kind: String? = nil, isLoss: Bool = false
    ) {
        self.line = line
        self.subject = subject
        self.keys = keys
        self.reason = reason
        self.kind = kind ?? reason
        self.isLoss = isLoss
    }

    /// The issue as a row for programs.
    var json: JSONObject {
        [
            "line": .integer(Int64(line)), "record": .string(subject), "keys": .strings(keys),
            "reason": .string(reason), "kind": .string(kind),
        ]
    }

    /// Whether the reason says more of this record than its kind does.
    var isOwn: Bool { reason != kind }
}
