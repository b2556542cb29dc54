import Postgres
package import ProposalService
import Synchronization

extension PostgresStore {
    package func begin(_ plan: BatchPlan) async throws(StoreError) -> OpenBatch {
        try await begin(plan, BatchAttempts(limit: options.attempts, pause: options.pause))
    }

    /// Begins a batch again that was not written, unless it was tried often enough.
    func begin(
        _ plan: BatchPlan, _ attempts: BatchAttempts, after failure: BatchFailure
    ) async throws(StoreError) -> OpenBatch {
        if isHurried.load(ordering: .acquiring), let error = failure.passing {
            throw .unavailable("the server stops, and the batch was not written: \(error)")
        }
        var attempts = attempts
        switch attempts.failed(failure, chance: chance) {
        case .never(let error): throw error
        case .now: break
        case .after(let pause):
            do { try await clock.sleep(for: pause) } catch {
                throw .unavailable("the batch was cancelled while it waited to be tried again")
            }
        }
        return try await begin(plan, attempts)
    }

    private func begin(_ plan: BatchPlan, _ attempts: BatchAttempts) async throws(StoreError) -> OpenBatch {
        let lease: ConnectionLease
        do { lease = try await ConnectionLease(from: pool) } catch { throw StoreError(error) }
        let loaded: BatchLoading.Loaded
        do {
            loaded = try await lockAndLoad(plan, on: lease.connection)
        } catch {
            await lease.giveBack()
            return try await begin(plan, attempts, after: error)
        }
        let transaction = PostgresBatch(
            store: self, plan: plan, attempts: attempts, lease: lease, number: loaded.transaction,
            hasStandbys: loaded.hasStandbys)
        return OpenBatch(loaded.batch, in: transaction)
    }

    /// The first trip.
    private func lockAndLoad(
        _ plan: BatchPlan, on connection: PostgresConnection
    ) async throws(BatchFailure) -> BatchLoading.Loaded {
        let loading = BatchLoading(plan)
        do {
            return try loading.decode(try await connection.run(loading.trip, timeout: options.tripTimeout))
        } catch let error as PostgresError {
            throw BatchFailure(error)
        } catch {
            throw .final(error as? StoreError ?? .corrupt("\(error)"))
        }
    }
}
