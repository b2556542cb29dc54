import Proposals

extension BatchDecider {
    /// What is to be locked and loaded before the batch is decided.
    func plan(_ needs: BatchNeeds) -> BatchPlan {
        var versions: [String: Int] = [:]
        for ref in needs.refs { versions[ref] = knownProposals[ref]?.version ?? 0 }
        var plan = BatchPlan(
            forum: forum, proposals: versions, registries: knownRegistries.mapValues(\.version),
            changesRegistry: needs.changesRegistry, drafts: needs.drafts, keys: Array(Set(pending.compactMap(\.key))),
            circulated: needs.alike, meetings: needs.meetings.sorted(), uploads: needs.uploads)
        plan.titles = needs.titles.sorted()
        plan.personal = needs.personal
        plan.registryDigests = knownRegistries.compactMapValues(\.lastDigest)
        plan.proposalDigests = knownProposals.compactMapValues(\.lastDigest)
        return plan
    }
}
