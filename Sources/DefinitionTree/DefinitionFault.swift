/// One thing that is wrong with a definition: where, and in a sentence what and what to do.
package struct DefinitionFault: Error, Sendable, Hashable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 where the source has no lines.
    package var line: Int
    package var sentence: String

    package init(file: String, line: Int, sentence: String) {
        self.file = file
        self.line = line
        self.sentence = sentence
    }

    /// `file:line: sentence`, as compilers write it.
    package var description: String { line > 0 ? "\(file):\(line): \(sentence)" : "\(file): \(sentence)" }
}

/// All faults of a definition, in the order of its text; never empty.
package struct DefinitionFaults: Error, Sendable, Hashable, CustomStringConvertible {
    package var faults: [DefinitionFault]

    package init(_ faults: [DefinitionFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
