package import CanonicalJSON

/// One thing of a record that could not be mapped as it stands, and why.
package struct ImportIssue: Sendable, Hashable {
    /// The line of the file on which the record begins.
    package let line: Int
    /// What the record is called.
    package let subject: String
    /// The keys or columns concerned.
    package let keys: [String]
    /// What was the matter and what was done instead.
    package let reason: String
    /// The reason without the record's own words, by which issues are told together.
    package let kind: String
    /// Whether nothing of the record got in.
    package let isLoss: Bool

    package init(
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
    package var json: JSONObject {
        [
            "line": .integer(Int64(line)), "record": .string(subject), "keys": .strings(keys),
            "reason": .string(reason), "kind": .string(kind),
        ]
    }

    /// Whether the reason says more of this record than its kind does.
    package var isOwn: Bool { reason != kind }
}
