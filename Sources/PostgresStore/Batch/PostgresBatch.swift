import Failpoints
import Postgres
import ProposalService

/// A batch's open transaction, and the connection that it holds until it ends.
struct PostgresBatch: BatchTransaction {
    let store: PostgresStore
    let plan: BatchPlan
    let attempts: BatchAttempts
    let lease: ConnectionLease
    /// The transaction's identifier, by which its fate can be asked for.
    let number: String
    /// Whether commits wait for a standby.
    let hasStandbys: Bool

    func commit(_ writes: BatchWrites) async throws(StoreError) -> CommitOutcome {
        do {
            let batch = try await writeAndCommit(writes)
            Failpoint.committed.reached()
            if batch.firstPosition != nil { store.notifier.committed(plan.forum) }
            return .committed(batch)
        } catch {
            return .begunAgain(try await store.begin(plan, attempts, after: error))
        }
    }

    func abandon() async { await lease.giveBack() }

    /// The second trip. However it ends, the connection is given back.
    private func writeAndCommit(_ writes: BatchWrites) async throws(BatchFailure) -> CommittedBatch {
        guard !writes.isEmpty else {
            await lease.giveBack()
            if hasStandbys, writes.tellsOfStored { try await awaitStandbys() }
            return CommittedBatch(firstPosition: nil)
        }
        let outcome: Result<(CommittedBatch, isConfirmed: Bool), TripFailure>
        do { outcome = .success(try await run(writes)) } catch { outcome = .failure(error) }
        // Given back before the fate of a commit is looked for: that takes a connection of its own.
        await lease.giveBack()
        switch outcome {
        case .success((let batch, let isConfirmed)):
            if !isConfirmed { try await awaitStandbys() }
            return batch
        case .failure(.nothingWritten(let failure)): throw failure
        case .failure(.unanswered(let error)):
            let mark = CommitMark(writes, forum: plan.forum)
            let batch = try await LostCommit(store: store, transaction: number, mark: mark, error: error).fate()
            try await awaitStandbys()
            return batch
        }
    }

    /// Nothing is acknowledged that the standbys may lack.
    private func awaitStandbys() async throws(BatchFailure) {
        do { try await store.awaitStandbys() } catch { throw .final(error) }
    }

    private enum TripFailure: Error {
        case nothingWritten(BatchFailure)
        /// Whether COMMIT took effect is not known.
        case unanswered(PostgresError)
    }

    private func run(_ writes: BatchWrites) async throws(TripFailure) -> (CommittedBatch, isConfirmed: Bool) {
        let storing: BatchStoring
        do { storing = try BatchStoring(plan, writes) } catch { throw .nothingWritten(.final(error)) }
        let committed: CommittedBatch?
        let isConfirmed: Bool
        do {
            let store = store
            let results = try await lease.connection.commit(storing.trip) { store.commitTimeout }
            committed = try storing.decode(results)
            isConfirmed = storing.isConfirmed(results)
        } catch {
            throw error.isOutcomeUnknown ? .unanswered(error) : .nothingWritten(BatchFailure(error))
        }
        guard let committed else {
            throw .nothingWritten(.final(.unavailable("the database rolled the batch back")))
        }
        return (committed, isConfirmed)
    }
}
