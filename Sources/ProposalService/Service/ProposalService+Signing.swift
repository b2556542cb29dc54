import CanonicalJSON
import Proposals
import Synchronization

extension ProposalService {
    /// Has the record of a forum signed as it stands; a record that diverged takes no more writes from then on.
    @discardableResult
    package func sign(_ forum: String) async -> SigningOutcome {
        guard let signing else { return .notSigned("this server has no signer") }
        let outcome = await signing.sign(forum)
        if case .diverged(let why) = outcome { note(divergence: why, of: forum) }
        return outcome
    }

    /// From now on the record takes no more writes.
    func note(divergence why: String, of forum: String) {
        divergences.withLock { $0[forum] = $0[forum] ?? why }
    }

    /// Has every record signed that grew.
    package func signAll() async {
        guard signing != nil, let forums = try? await store.forums() else { return }
        for row in forums { await sign(row.forum) }
    }

    /// Refuses to write to a record that is not what was signed.
    func checkIntact(_ forum: String) throws(ServiceFailure) {
        guard let why = divergences.withLock({ $0[forum] }) else { return }
        throw ServiceFailure(
            .recordDiverged, "the record of \(forum) takes no more writes: \(why)", details: ["forum": .string(forum)])
    }
}
