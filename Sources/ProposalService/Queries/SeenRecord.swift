package import CanonicalJSON
package import CivilTime
package import Lifecycle
package import Proposals

/// A proposal with what its reader may see of it, for SHOW, HISTORY and REPLAY to tell of.
package struct SeenRecord: Sendable {
    package let proposal: Proposal
    package let definition: LifecycleDefinition
    /// Whether its reader sees everything, or published fields alone.
    package let isWhole: Bool
    /// That the forum is a trial.
    package let mark: String?
    /// The moment of which it tells: of what is past, when it was recorded last.
    package internal(set) var now: Instant
    /// Personal values by commitment.
    var personal: [String: String]

    init(_ visible: VisibleProposal, personal: [String: String] = [:], now: Instant? = nil) {
        proposal = visible.proposal
        definition = visible.definition
        isWhole = visible.readAccess == .everything
        mark = visible.context.registry.settings?.mark
        self.now = now ?? visible.proposal.recordedAt
        self.personal = personal
    }

    /// A proposal as whoever sees everything is told of it at a moment.
    package init(_ proposal: Proposal, _ definition: LifecycleDefinition, at now: Instant) {
        self.proposal = proposal
        self.definition = definition
        isWhole = true
        mark = nil
        personal = [:]
        self.now = now
    }

    /// The text as its reader may have it: of what is only published no contacts, whatever was made public.
    package var fields: JSONObject {
        guard !isWhole else { return PersonalData.opening(.object(proposal.fields), personal).object ?? [:] }
        return definition.form.published(proposal.publishedFields ?? [], of: proposal.fields)
    }
}

/// Events of a proposal, and the proposal with which they end.
package struct SeenHistory: Sendable {
    package var events: [SeenEvent]
    package var record: SeenRecord
    /// What the next page begins after; nil where this is the last.
    package var next: Int?
}

/// A round, and the proposal that it is of.
package struct SeenRound: Sendable {
    package var record: SeenRecord
    package var round: Round
}
