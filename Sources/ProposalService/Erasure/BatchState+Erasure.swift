import Lifecycle
import Proposals

extension BatchState {
    /// Erases personal values: the event names their commitments, and the database erases what an event names.
    mutating func erase(_ asked: PersonalErasure, _ pending: PendingWrite) throws(ServiceFailure) -> WriteAnswer {
        try checkVersion(pending)
        var erasure = Erasure(subject: nil, digests: [], reason: asked.reason, rule: asked.rule)
        // Who may not is told nothing of what is there.
        _ = try appendRegistry(.erase(erasure), pending)
        guard asked.subject.isThere(in: registry, proposals) else {
            throw ServiceFailure(.notFound, "there is no \(asked.subject.text) in \(forum)")
        }
        erasure.subject = name(of: asked.subject)
        let kept = kept(of: asked.subject)
        if let other = asked.chosen?.first(where: { !kept.commitments.contains(PersonalData.commitment($0)) }) {
            throw ServiceFailure.wrong(
                "values", "\(other.prefix(64)) is no value that is kept of \(asked.subject.text); list them again")
        }
        erasure.digests =
            asked.chosen ?? kept.commitments.sorted().prefix(Erasure.mostAtOnce).map(PersonalData.digest)
        let drafts = try appendRegistry(.erase(erasure), pending)
        erased[asked.subject.kept, default: []] += erasure.digests.map(PersonalData.commitment)
        return .registry(
            changedRegistry(drafts),
            .erased(
                subject: asked.subject, count: erasure.digests.count, left: kept.count - erasure.digests.count))
    }

    /// What is kept of somebody as the writes of the batch so far leave it.
    private func kept(of subject: PersonalSubject) -> KeptPersonal {
        var kept = loaded.personal[subject.kept] ?? KeptPersonal()
        for value in writes.personal where value.subject == subject.kept { kept.add(value.commitment) }
        for commitment in erased[subject.kept] ?? [] { kept.remove(commitment) }
        return kept
    }

    /// Whose values they are, as the event says it. Every bundle shows it to its reader, so a proposal that not everybody in the forum may
    /// see is not named.
    private func name(of subject: PersonalSubject) -> String? {
        guard case .proposal(let ref) = subject else { return subject.text }
        guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest],
            proposal.isShared(definition)
        else { return nil }
        return ref
    }
}
