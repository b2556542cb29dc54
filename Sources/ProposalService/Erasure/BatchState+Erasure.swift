import Lifecycle
import Proposals

extension BatchState {
    /// Erases personal values: the event names their commitments, and the database erases what an event names.
    mutating func erase(_ asked: PersonalErasure, _ pending: PendingWrite) throws(ServiceFailure) -> WriteAnswer {
        try checkVersion(pending)
        var erasure = Erasure(subject: nil, digests: [], reason: asked.reason, rule: asked.rule)
        // Who may not is told nothing of what is there.
        _ = try appendRegistry(.erase(erasure), pending)
        erasure.subject = try name(of: asked.subject)
        if let chosen = asked.chosen {
            let kept = Set(asked.kept)
            if let other = chosen.first(where: { !kept.contains($0) }) {
                throw ServiceFailure.wrong(
                    "values", "\(other.prefix(64)) is no value that is kept of \(asked.subject.text); list them again")
            }
        }
        erasure.digests = asked.chosen ?? asked.kept
        let drafts = try appendRegistry(.erase(erasure), pending)
        return .registry(
            changedRegistry(drafts),
            .erased(
                subject: asked.subject, count: erasure.digests.count,
                left: max(0, asked.keptCount - erasure.digests.count)))
    }

    /// Whose values they are, as the event says it. Every bundle shows it to its reader, so a proposal that not everybody in the forum may
    /// see is not named.
    private func name(of subject: PersonalSubject) throws(ServiceFailure) -> String? {
        let missing = ServiceFailure(.notFound, "there is no \(subject.text) in \(forum)")
        switch subject {
        case .proposal(let ref):
            guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest] else {
                throw missing
            }
            return proposal.isShared(definition) ? ref : nil
        case .account(let account):
            guard registry.accounts[account] != nil else { throw missing }
        case .contact(_, let number):
            guard registry.contacts.contains(where: { $0.number == number }) else { throw missing }
        }
        return subject.text
    }
}
