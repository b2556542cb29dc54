extension ProposalService {
    /// Takes a write into its forum's queue and answers at once; the outcome comes with the commit. Writes taken one after the other
    /// are decided in that order.
    package func submit(_ request: WriteRequest, _ caller: Caller) async -> Promise<ServiceOutcome> {
        await queues.submit(request, caller)
    }

    /// Logs in by a token; answers who that is.
    package func authenticate(token text: String) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        try await logins.authenticate(token: text)
    }

    /// Logs in by a certificate, to the account asked for or to the only one that is linked to one of its names.
    package func authenticate(
        certificate: ProvenCertificate, account: String?
    ) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        try await logins.authenticate(certificate: certificate, account: account)
    }

    /// Logs in a user of this machine to the account that the server's settings give them.
    package func authenticate(
        systemUser: UInt32, account: String
    ) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        try await logins.authenticate(systemUser: systemUser, account: account)
    }

    /// Opens the server's own registry with its first administrator, where there is none yet, and goes on where that was interrupted.
    ///
    /// - Parameter again: issues another token where nobody knows the first: no account and no forum was made with it.
    /// - Returns: the administrator's token, shown this once; nil where the server was opened before.
    package func bootstrap(again: Bool = false) async throws(ServiceFailure) -> String? {
        try await logins.bootstrap(again: again)
    }

    /// Listens for what other servers commit, makes passed deadlines visible and has the records signed, until cancelled.
    package func run(sleep: @escaping @Sendable (Duration) async throws -> Void) async {
        await upkeep.run(sleep: sleep)
    }

    /// Makes deadlines that passed, and what silence then means, visible as events. A read sees a passed deadline without it.
    package func notePassedDeadlines() async { await upkeep.notePassedDeadlines() }

    /// Has the record of a forum signed as it stands; a record that diverged takes no more writes from then on.
    @discardableResult
    package func sign(_ forum: String) async -> SigningOutcome { await integrity.sign(forum) }

    /// Has every record signed that grew.
    package func signAll() async { await integrity.signAll() }
}
