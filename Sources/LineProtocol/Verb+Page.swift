extension Verb {
    /// The table of verbs as docs/protocol.md shows it.
    package static var table: String {
        var lines = ["| request | object | what it does |", "| --- | --- | --- |"]
        for verb in allCases {
            let shape = verb.shape
            let object =
                switch shape.object {
                case .none: ""
                case .optional: shape.access == .writeWithObject ? "to set it" : "optional"
                case .required: "required"
                }
            lines.append(
                "| `\([verb.rawValue, shape.usage].filter { !$0.isEmpty }.joined(separator: " "))` | \(object) | \(shape.summary) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
