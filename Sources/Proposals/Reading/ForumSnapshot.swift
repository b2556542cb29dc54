package import CivilTime
package import Lifecycle

/// A forum as one reader may see it at one moment: what lists and reports are made from.
package struct ForumSnapshot: Sendable {
    package var registry: Registry
    /// The moment: now, or the past moment that everything here was folded to.
    package var now: Instant
    package var viewer: Viewer
    package var proposals: [SeenProposal]
    /// The values behind commitments that the reader may see.
    package var personal: [String: String]

    package init(
        registry: Registry, now: Instant, viewer: Viewer, proposals: [SeenProposal], personal: [String: String] = [:]
    ) {
        self.registry = registry
        self.now = now
        self.viewer = viewer
        self.proposals = proposals
        self.personal = personal
    }

    /// Whether the reader belongs to the forum; others see published fields only.
    package var isOfForum: Bool { viewer.readsEverything || !viewer.offices.isEmpty }
}

/// A proposal with its definition, and how much of it the reader may see.
package struct SeenProposal: Sendable {
    package var proposal: Proposal
    package var definition: LifecycleDefinition
    package var readAccess: ReadAccess

    package init(_ proposal: Proposal, _ definition: LifecycleDefinition, _ readAccess: ReadAccess) {
        self.proposal = proposal
        self.definition = definition
        self.readAccess = readAccess
    }
}
