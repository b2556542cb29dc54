import CanonicalJSON
import Proposals
import Synchronization

/// Has the records of forums signed, and keeps which of them are not what was signed: those take no more writes.
final class RecordIntegrity: Sendable {
    private let store: any RecordStore
    private let forums: ForumDirectory
    let signing: (any RecordSigning)?
    /// Forums whose record is not what was signed, and why.
    private let divergences = Mutex<[String: String]>([:])

    init(_ store: any RecordStore, _ forums: ForumDirectory, _ signing: (any RecordSigning)?) {
        self.store = store
        self.forums = forums
        self.signing = signing
    }

    /// Has the record of a forum signed as it stands; a record that diverged takes no more writes from then on.
    @discardableResult
    func sign(_ forum: String) async -> SigningOutcome {
        guard let signing else { return .notSigned("this server has no signer") }
        let outcome = await signing.sign(forum)
        if case .diverged(let why) = outcome { await keep(divergence: why, of: forum) }
        return outcome
    }

    /// From now on the record takes no more writes, here at once, and of any server from its next batch on.
    private func keep(divergence why: String, of forum: String) async {
        let isNew = divergences.withLock { $0.updateValue(why, forKey: forum) == nil }
        guard isNew else { return }
        do { try await store.keep(divergence: why, forum: forum) } catch {
            // The next time that the signer looks.
            divergences.withLock { _ = $0.removeValue(forKey: forum) }
        }
    }

    /// Has every record signed that grew.
    func signAll() async {
        guard signing != nil, let rows = try? await forums.refresh() else { return }
        for row in rows { await sign(row.forum) }
    }

    /// Refuses to write to a record that is not what was signed.
    func checkIntact(_ forum: String) throws(ServiceFailure) {
        guard let why = divergences.withLock({ $0[forum] }) else { return }
        throw ServiceFailure.diverged(forum, why)
    }
}

extension ServiceFailure {
    /// The answer to who would write to a record that is not what was signed.
    static func diverged(_ forum: String, _ why: String) -> ServiceFailure {
        ServiceFailure(
            .recordDiverged, "the record of \(forum) takes no more writes: \(why)", details: ["forum": .string(forum)])
    }
}
