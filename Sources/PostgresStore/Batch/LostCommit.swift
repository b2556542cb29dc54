import Postgres
import ProposalService
import Proposals
import Record

/// A commit whose answer was lost: the database is asked what became of the transaction until it knows.
struct LostCommit {
    let store: PostgresStore
    let transaction: String
    let forum: String
    /// The first event that it was to add; nil where it added none.
    let first: SealedEvent?
    /// How the connection was lost.
    let error: PostgresError

    /// What was committed.
    /// - Throws: `lost` where nothing was; `effectUnknown` where that cannot be learned.
    func fate() async throws(BatchFailure) -> CommittedBatch {
        var waited = Duration.zero
        while true {
            // The question itself takes long where the database is out of reach.
            var status = Status.unreachable
            waited += await store.clock.measure { status = await ask() }
            switch status {
            case .committed: return try await readBack()
            case .aborted: throw .lost(error)
            case .forgotten: throw .final(.effectUnknown("the database no longer knows the transaction"))
            case .inProgress, .unreachable: break
            }
            guard waited < store.options.resolveTimeout else {
                throw .final(.effectUnknown("the connection was lost during COMMIT: \(error)"))
            }
            waited += store.options.resolveInterval
            do { try await store.clock.sleep(for: store.options.resolveInterval) } catch {
                throw .final(.effectUnknown("cancelled while the fate of a commit was looked for"))
            }
        }
    }

    private enum Status {
        case committed
        case aborted
        case inProgress
        case forgotten
        case unreachable
    }

    private func ask() async -> Status {
        let question = Statement("SELECT pg_xact_status($1::text::xid8)", [.text(transaction)])
        do {
            let results = try await store.pool.run([question], timeout: store.options.tripTimeout).checked()
            let status: String? = try results[0].rows.value()
            switch status {
            case "committed": return .committed
            case "aborted": return .aborted
            case "in progress": return .inProgress
            default: return .forgotten
            }
        } catch {
            // A server that took over without this transaction calls it one of the future.
            return error.isDataError ? .forgotten : .unreachable
        }
    }

    /// The transaction took effect: where its first event stands is read back.
    private func readBack() async throws(BatchFailure) -> CommittedBatch {
        guard let first else { return CommittedBatch(firstPosition: nil) }
        let question = Statement(
            "SELECT position FROM event WHERE forum = $1 AND stream = $2 AND version = $3 AND digest = $4",
            [
                .text(forum), .text(first.event.stream), .int8(first.event.version),
                .bytea(Digest(hex: first.digest)?.bytes ?? []),
            ])
        let position: Int64?
        do {
            let rows = try await store.pool.run([question], timeout: store.options.tripTimeout).checked()[0].rows
            position = try rows.first.map { try $0[0] }
        } catch {
            throw .final(.effectUnknown("the batch was committed, but could not be read back: \(error)"))
        }
        // A database that took over may call another transaction by this number, and hold another event in this place.
        guard let position else {
            throw .final(.effectUnknown("the database holds another event than the one that was sent"))
        }
        return CommittedBatch(firstPosition: position)
    }
}
