package import Lifecycle
package import Proposals

extension ProposalRow {
    /// Where a proposal stands.
    package init(_ proposal: Proposal, _ definition: LifecycleDefinition, versionBefore: Int) {
        let round = proposal.runningRound(under: definition)
        self.init(
            forum: proposal.forum, ref: proposal.ref, version: proposal.version, versionBefore: versionBefore,
            lastDigest: proposal.lastDigest, lifecycle: proposal.lifecycle.digest,
            lifecycleID: proposal.lifecycle.id, state: proposal.state,
            isFinal: definition.state(proposal.state)?.isFinal ?? false, origin: proposal.origin.rawValue,
            isShared: proposal.isShared(definition), publishedFields: proposal.publishedFields,
            track: proposal.track(under: definition), closes: round?.closes,
            deadlineNoted: round?.deadlineNoted ?? false, hasOpenRound: round != nil,
            round: proposal.openRound?.number, notHeard: proposal.notHeard(under: definition),
            facts: Array(Set(proposal.facts.map(\.fact))).sorted(), meetings: proposal.meetings(definition),
            asks: AskedOffices(proposal, definition).texts, recordedAt: proposal.recordedAt)
        put(proposal.activity(under: definition))
    }
}
