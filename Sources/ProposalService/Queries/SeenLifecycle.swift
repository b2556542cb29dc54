package import Lifecycle

/// A lifecycle of a forum, or those among which one must be named.
package enum SeenLifecycle: Sendable {
    case one(LifecycleDefinition, digest: String)
    /// By their ids.
    case several([String])
}
