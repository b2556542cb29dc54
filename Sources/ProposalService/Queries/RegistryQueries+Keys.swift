import CanonicalJSON
import Lifecycle
import Proposals
import Record

extension RegistryQueries {
    /// KEY: the keys with which an account's holder signs acts, those that ended among them; for everybody of its forum, as they stand in
    /// every bundle.
    func keys(of account: String, _ caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
        let context = try await registry(forum, caller)
        guard let found = context.registry.accounts[account] else {
            throw ServiceFailure(.notFound, "there is no account \(account.prefix(128))")
        }
        let rows = found.keys.map { key -> JSONObject in
            [
                "number": .integer(Int64(key.number)), "key": .string(key.line),
                "fingerprint": .optional((try? SSHKey(line: key.line))?.fingerprint),
                "from": .string(key.from.description), "until": .optional(key.until?.description),
                "counts": .bool(key.counts(at: context.now)),
            ]
        }
        return ServiceAnswer(rows: rows, object: ["account": .string(account), "count": .integer(Int64(rows.count))])
    }
}
