import Lifecycle
import Proposals

extension RegistryQueries {
    /// ERASE without a reason: what is kept of somebody beside the record, for who manages or audits the accounts.
    func personal(of subject: PersonalSubject, _ caller: Caller) async throws(ServiceFailure) -> SeenPersonal {
        let missing = ServiceFailure(.notFound, "there is no \(subject.text.prefix(64)) that you can see")
        var named = subject.forum
        if named == nil { named = try await records.forum(ofRef: subject.text, caller) }
        guard let forum = named else { throw missing }
        let (context, found) = try await records.readerContext(caller, forum, refs: subject.refs)
        let registry = context.registry
        guard registry.settings != nil, !context.offices.isEmpty || context.viewer.readsEverything else {
            throw missing
        }
        guard context.viewer.readsEverything else {
            throw context.forbidden(Reason(AccessSentence.listOfPersonal))
        }
        guard subject.isThere(in: registry, found) else { throw missing }
        let kept = try await storing { () throws(StoreError) in
            try await self.records.store.personal(forum: forum, of: subject.kept, limit: Erasure.mostAtOnce)
        }
        return SeenPersonal(subject: subject, values: kept.values, count: kept.count)
    }
}

extension ProposalService {
    /// ERASE without a reason: what is kept of somebody beside the record.
    package func personal(of subject: PersonalSubject, _ caller: Caller) async throws(ServiceFailure) -> SeenPersonal {
        try await registryQueries.personal(of: subject, caller)
    }
}
