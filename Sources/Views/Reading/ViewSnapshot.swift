package import Lifecycle
package import Proposals

/// All that a view is made from. It holds only what its reader may see.
package struct ViewSnapshot: Sendable {
    package var registry: Registry
    /// The moment of the view: now, or the past moment that everything here was folded to.
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
    package var sight: Sight

    package init(_ proposal: Proposal, _ definition: LifecycleDefinition, _ sight: Sight) {
        self.proposal = proposal
        self.definition = definition
        self.sight = sight
    }
}

extension Proposal {
    /// The proposal as the bodies had decided by the end of a day (UTC), whenever it was recorded; nil where it was not entered yet.
    ///
    /// Its text is the present one: a day of decision says nothing of texts.
    package func standing(on day: CivilDate) -> Proposal? {
        let entered = min(openedAt.date, moves.first?.decidedAt.date ?? openedAt.date)
        guard entered <= day || origin == .archive else { return nil }
        var past = self
        past.moves = moves.filter { $0.decidedAt.date <= day }
        past.facts = facts.filter { $0.decidedAt.date <= day }
        past.rounds = rounds.filter { $0.decidedAt.date <= day }
        past.state = past.moves.last?.to ?? moves.first?.from ?? state
        past.track = moves.count == past.moves.count ? track : past.rounds.last { $0.ended != .undone }?.track
        return past
    }
}
