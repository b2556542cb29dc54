package import Proposals

/// Proposals that match, a page of them, as their reader may see them.
package struct SeenList: Sendable {
    package var rows: [ListedRow]
    package var registry: Registry
    /// Whether its reader sees published fields alone.
    package var isPublished: Bool
    /// The words that were searched for instead of those that no text has.
    package var instead: [String: [String]] = [:]
    /// What the next page begins after; nil where this is the last.
    package var next: String?
}
