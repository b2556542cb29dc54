import PostgresStore
import ProposalService
import ServiceLifecycle

/// Keeps the record: passed deadlines are entered and records signed while the server runs. On the way down, when nobody can ask any
/// more, it commits what was accepted and closes the connections to the database.
struct StoreService: Service {
    let proposals: ProposalService
    let store: PostgresStore

    func run() async {
        let upkeep = Task { await proposals.run { try await ContinuousClock().sleep(for: $0) } }
        try? await gracefulShutdown()
        upkeep.cancel()
        // Everybody was answered, or told that it is not known: a lock that somebody holds is not waited for again and again.
        store.hurry()
        await proposals.drain()
        await store.close()
    }
}
