package import CivilTime
package import Proposals

extension ProposalService {
    /// FORUMS: the forums that the caller may see, and of others that have published something their names. Trials that were closed
    /// stand among them only where they are asked for, and for who audits or administers them.
    package func forums(
        _ caller: Caller?, includesClosed: Bool = false
    ) async throws(ServiceFailure) -> [SeenForum] {
        try await registryQueries.forums(caller, includesClosed: includesClosed)
    }

    /// FORUM: one forum's settings.
    package func forum(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> SeenForum {
        try await registryQueries.forum(forum, caller)
    }

    /// PARTNERS: the members on a day, or everybody who ever was one.
    package func partners(
        _ forum: String, on day: CivilDate?, _ caller: Caller
    ) async throws(ServiceFailure) -> [Partner] {
        try await registryQueries.partners(forum, on: day, caller)
    }

    /// PARTNER: one of them.
    package func partner(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> Partner {
        try await registryQueries.partner(id, forum, caller)
    }

    /// MEETINGS: by kind and days, in the order of their days, a page at a time.
    package func meetings(
        _ forum: String, kind: String?, from: CivilDate?, to: CivilDate?, after: String? = nil, limit: Int? = nil,
        _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<Meeting> {
        try await registryQueries.meetings(forum, kind: kind, from: from, to: to, after: after, limit: limit, caller)
    }

    /// MEETING: one of them.
    package func meeting(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> Meeting {
        try await registryQueries.meeting(id, forum, caller)
    }

    /// LIFECYCLE: a definition with its digest; the newest version unless one is named.
    package func lifecycle(
        _ id: String?, version: Int?, _ forum: String, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenLifecycle {
        try await registryQueries.lifecycle(id, version: version, forum, caller)
    }

    /// ACCOUNTS: for those who manage or audit them.
    package func accounts(
        _ forum: String, after: String?, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<SeenAccount> {
        try await registryQueries.accounts(forum, after: after, limit: limit, caller)
    }

    /// IDENTITY: the links of an account to identity providers, those that ended among them.
    package func identities(of account: String, _ caller: Caller) async throws(ServiceFailure) -> [SeenIdentity] {
        try await registryQueries.identities(of: account, caller)
    }

    /// KEY: the keys with which an account's holder signs acts, those that ended among them.
    package func keys(of account: String, _ caller: Caller) async throws(ServiceFailure) -> SeenKeys {
        try await registryQueries.keys(of: account, caller)
    }
}
