package import Proposals

/// A page of a plan, in the order of refs.
package struct SeenMigrationPlan: Sendable {
    package var lines: [PlannedMigration]
    /// The version to be followed.
    package var target: LifecycleReference
    /// What the next page begins after; nil where this is the last.
    package var next: String?
}
