/// What a bundle is about.
package struct BundleHeader: Sendable, Hashable {
    package let forum: String
    package let scope: Scope

    package enum Scope: Sendable, Hashable {
        /// Every event of the forum.
        case forum
        /// The events of one proposal and of the registry, each with its proof.
        case proposal(String)
    }

    package init(forum: String, scope: Scope) {
        self.forum = forum
        self.scope = scope
    }

    /// The first line of every bundle.
    package static let heading = "chancery bundle 1"
    /// The longest line that is read, in bytes.
    package static let lineLimit = 1 << 21
    /// The most checkpoints that a bundle may hold.
    package static let checkpointLimit = 100_000
}

/// Why a bundle is refused: nothing in it is believed.
package struct BundleFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1; 0 where it is the whole file.
    package let line: Int
    package let reason: String

    package init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { line > 0 ? "line \(line): \(reason)" : reason }
}
