/// Why a text is no policy, and in which line.
package struct PolicyFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1; 0 where it is the whole file.
    package let line: Int
    package let reason: String

    package init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { line > 0 ? "policy, line \(line): \(reason)" : "policy: \(reason)" }
}
