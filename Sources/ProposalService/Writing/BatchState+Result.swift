import CivilTime
import Lifecycle
import Proposals
import Record

/// What a batch writes once all of it is decided.
extension BatchState {
    /// The writes with one row for each proposal and registry touched.
    func result() -> BatchResult {
        var writes = writes
        writes.uploads = uploads.writes
        if writes.uploads.contains(where: { $0.receivedBefore == nil }) {
            writes.staleUploadsBefore = loaded.now.advanced(byMicroseconds: -StagedUpload.lifetime)
        }
        for ref in touched {
            guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest]
            else { continue }
            writes.proposals.append(
                ProposalRow(proposal, definition, versionBefore: versionsBefore[ref] ?? 0))
            writes.texts[ref] = changedText(proposal, definition)
        }
        if registry.version != registryBefore {
            writes.registry = RegistryRow(
                forum: forum, version: registry.version, versionBefore: registryBefore,
                lastDigest: registry.lastDigest ?? "", refPrefix: registry.settings?.refPrefix ?? "")
        }
        writes.tellsOfStored = outcomes.contains(where: \.tellsOfStored)
        return BatchResult(
            writes: writes, outcomes: outcomes, registries: Array(registries.values),
            proposals: Array(proposals.values), refused: refused, now: loaded.now)
    }

    /// The text of a proposal; nil where it is stored as it is.
    private func changedText(_ proposal: Proposal, _ definition: LifecycleDefinition) -> ProposalText? {
        let source = TextDigests.Source(proposal, definition, registry)
        let stored = loaded.textDigests[proposal.ref]
        if let stored, textDigests.digest(proposal.ref, of: source) == stored { return nil }
        let text = ProposalText(proposal, definition, registry)
        let digest = text.digest.bytes
        textDigests.keep(proposal.ref, source, digest)
        return digest == stored ? nil : text
    }
}
