import Postgres
import ProposalService

/// A commit whose answer was lost: the database is asked until it knows what became of it.
///
/// While the transaction runs nothing is known. Once it runs no more, what it was to write is there or is not, and that settles it.
struct LostCommit {
    let store: PostgresStore
    let transaction: String
    let mark: CommitMark
    /// How the connection was lost.
    let error: PostgresError

    /// What was committed.
    /// - Throws: `lost` where nothing was; `effectUnknown` where that cannot be learned in time.
    func fate() async throws(BatchFailure) -> CommittedBatch {
        var waited = Duration.zero
        while true {
            // The question itself takes long where the database is out of reach.
            var found = Found.unreachable
            waited += await store.clock.measure { found = await look() }
            switch found {
            case .committed(let batch): return batch
            case .nothing: throw .lost(error)
            case .running, .unreachable: break
            }
            guard waited < store.resolveTimeout else {
                throw .final(.effectUnknown("the connection was lost during COMMIT: \(error)"))
            }
            waited += store.options.resolveInterval
            do { try await store.clock.sleep(for: store.options.resolveInterval) } catch {
                throw .final(.effectUnknown("cancelled while the fate of a commit was looked for"))
            }
        }
    }

    private enum Found {
        case committed(CommittedBatch)
        case nothing
        /// The session that was lost may still commit.
        case running
        case unreachable
    }

    private func look() async -> Found {
        let status = await ask()
        switch status {
        case .running: return .running
        case .unreachable: return .unreachable
        case .aborted: return .nothing
        case .committed, .forgotten:
            if let question = mark.look(writtenBy: transaction) { return await find(question) }
            return status == .committed ? .committed(CommittedBatch(firstPosition: nil)) : .nothing
        }
    }

    /// One question: it takes no longer than anybody waits for its answer.
    private func run(_ questions: [Statement]) async throws(PostgresError) -> [StatementResult] {
        let store = store
        return try await store.pool.run(questions) { min(store.options.tripTimeout, store.resolveTimeout) }
    }

    private enum Status {
        case running
        case committed
        case aborted
        /// No transaction of this number runs, and no more is known.
        case forgotten
        case unreachable
    }

    /// What the database says of the transaction's number.
    private func ask() async -> Status {
        let questions: [Statement] = [
            // What a standby does not know yet may have been committed.
            "SELECT pg_is_in_recovery()",
            // While it waits for a standby its status is that of a committed one, in some versions, and nobody sees yet what it wrote.
            Statement(
                """
                SELECT pg_xact_status($1::text::xid8),
                    pg_visible_in_snapshot($1::text::xid8, pg_current_snapshot())
                """, [.text(transaction)]),
        ]
        do {
            let results = try await run(questions)
            guard case .completed = results[0].outcome, try results[0].rows.value(Bool.self) == false else {
                return .unreachable
            }
            if case .failed(let refusal) = results[1].outcome {
                // It crashed, or another one took over, and has not come so far again: whoever ran under this number is gone.
                return refusal.sqlState == .invalidParameterValue ? .forgotten : .unreachable
            }
            guard let row = results[1].rows.first else { return .unreachable }
            let (status, hasEnded): (String?, Bool) = (try row[0], try row[1])
            switch status {
            case "committed": return hasEnded ? .committed : .running
            case "aborted": return .aborted
            case "in progress": return .running
            default: return .forgotten
            }
        } catch {
            return .unreachable
        }
    }

    /// The transaction runs no more: what it was to write is there, or it wrote nothing.
    private func find(_ question: Statement) async -> Found {
        do {
            let rows = try await run([question]).checked()[0].rows
            guard let row = rows.first else { return .nothing }
            return .committed(CommittedBatch(firstPosition: try row[0]))
        } catch {
            return .unreachable
        }
    }
}
