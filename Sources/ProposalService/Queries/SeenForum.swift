package import Proposals

/// A forum as its reader may see it.
package struct SeenForum: Sendable {
    package var forum: String
    package var settings: ForumSettings
    /// Nil where its reader sees what it is called alone.
    package var registry: Registry?
    /// How many partners it has today.
    package var partners: Int
}
