package import Lifecycle

/// One line of a plan: what would become of a running proposal, or why it stays as it is.
package struct PlannedMigration: Sendable, Hashable {
    package var ref: String
    package var version: Int
    /// The version that it follows now, and the one to be followed.
    package var from: LifecycleReference
    package var to: LifecycleReference
    package var state: String
    package var fate: Fate

    package enum Fate: Sendable, Hashable {
        case moves(Migration)
        case stays(why: String)
    }

    package init(
        of proposal: Proposal, _ definition: LifecycleDefinition, to target: LifecycleDefinition, digest: String,
        states: [String: String], _ registry: Registry
    ) {
        ref = proposal.ref
        version = proposal.version
        from = proposal.lifecycle
        to = LifecycleReference(id: target.id, version: target.version, digest: digest)
        state = proposal.state
        do throws(Refusal) {
            fate = .moves(
                try Migration(of: proposal, definition, to: target, digest: digest, states: states, registry))
        } catch {
            fate = .stays(why: error.message)
        }
    }
}
