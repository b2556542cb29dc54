package import Record

/// What Chancery does: takes writes in order, decides them in batches under the store's locks, and answers reads. Each part is a type of its
/// own; this one puts them together, and is what a door calls.
package final class ProposalService: Sendable {
    /// Whose cosignatures count.
    package let policy: WitnessPolicy
    /// How much is answered at once.
    package let limits: ServiceConfiguration
    /// What doors made of proposals that were shown.
    package let keptAnswers: KeptAnswers
    let records: RecordReader
    let integrity: RecordIntegrity
    let queues: WriteQueues
    let logins: Logins
    let sessions: BrowserSessions
    let proposalQueries: ProposalQueries
    let forumQueries: ForumQueries
    let registryQueries: RegistryQueries
    let recordQueries: RecordQueries
    let inboxes: InboxQuery
    let watches: Watches
    let audits: ForumAudit
    let refusalQueries: RefusalQueries
    private let refusals: RefusalLog
    let upkeep: Upkeep
    private let wakeups: WakeupHub

    package init(
        store: any RecordStore, configuration: ServiceConfiguration = ServiceConfiguration(),
        randomness: Randomness = .system, signing: (any RecordSigning)? = nil,
        policy: WitnessPolicy = WitnessPolicy()
    ) {
        self.policy = policy
        limits = configuration
        let keptAnswers = KeptAnswers(bytes: configuration.keptAnswerBytes)
        self.keptAnswers = keptAnswers
        let directory = ForumDirectory { () throws(StoreError) in try await store.forums() }
        records = RecordReader(
            store: store,
            memory: RecordMemory(proposals: configuration.cachedProposals) { keptAnswers.clear() },
            forums: directory)
        wakeups = WakeupHub()
        integrity = RecordIntegrity(store, directory, signing)
        refusals = RefusalLog(store)
        queues = WriteQueues(records, wakeups, integrity, configuration, randomness, refusals)
        logins = Logins(records: records, queues: queues)
        sessions = BrowserSessions(logins, randomness)
        proposalQueries = ProposalQueries(records: records, limits: configuration)
        forumQueries = ForumQueries(records: records, limits: configuration)
        registryQueries = RegistryQueries(records: records, limits: configuration)
        recordQueries = RecordQueries(records: records, integrity: integrity, policy: policy)
        inboxes = InboxQuery(records: records, boards: WaitingBoards(store), limits: configuration)
        watches = Watches(records, wakeups, configuration)
        refusalQueries = RefusalQueries(records: records, log: refusals, limits: configuration)
        audits = ForumAudit(records: records, integrity: integrity, policy: policy)
        upkeep = Upkeep(
            records: records, queues: queues, wakeups: wakeups, integrity: integrity, refusals: refusals,
            interval: configuration.pollInterval)
    }

    /// Stops taking writes; returns when those taken are answered.
    package func drain() async {
        await queues.close()
        await refusals.flush()
        wakeups.finish()
    }
}
