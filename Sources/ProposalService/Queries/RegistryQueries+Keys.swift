import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

extension RegistryQueries {
    /// KEY: the keys with which an account's holder signs acts, those that ended among them; for everybody of its forum, as they stand in
    /// every bundle.
    func keys(of account: String, _ caller: Caller) async throws(ServiceFailure) -> SeenKeys {
        let forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
        let context = try await registry(forum, caller)
        guard let found = context.registry.accounts[account] else {
            throw ServiceFailure(.notFound, "there is no account \(account.prefix(128))")
        }
        return SeenKeys(keys: found.keys, now: context.now)
    }

    /// IDENTITY: the links of an account to identity providers, those that ended among them, in the order in which they were made; for
    /// its holder, and for whoever manages or audits accounts.
    func identities(of account: String, _ caller: Caller) async throws(ServiceFailure) -> [SeenIdentity] {
        let forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
        let context = try await registry(forum, caller)
        guard context.viewer.readsEverything || caller.account == account else {
            throw context.forbidden(Reason(AccessSentence.listOfIdentities))
        }
        guard context.registry.accounts[account] != nil else {
            throw ServiceFailure(.notFound, "there is no account \(account.prefix(128))")
        }
        let found = context.registry.identities.values.filter { $0.account == account }
            .sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        let values = try await records.personal(found.map { .string($0.commitment) })
        return found.map { record in
            SeenIdentity(
                record: record,
                subject: values[record.commitment].flatMap { IdentityText.subject(in: $0, of: record.issuer) })
        }
    }
}
