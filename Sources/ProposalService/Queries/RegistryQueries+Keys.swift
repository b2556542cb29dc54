import CivilTime
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
}
