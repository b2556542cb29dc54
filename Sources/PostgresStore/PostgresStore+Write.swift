import Postgres
package import ProposalService
import Proposals
import Record

extension PostgresStore {
    /// How one attempt at a batch ended.
    private enum Attempt {
        case committed(CommittedBatch)
        case refused(StoreError)
        /// Nothing was written, because others were in the way.
        case again(PostgresError)
        /// Nothing was written, because the connection was lost before COMMIT took effect.
        case lost(PostgresError)
    }

    package func write(
        _ plan: BatchPlan, decide: @escaping @Sendable (LoadedBatch) throws -> BatchWrites
    ) async throws(StoreError) -> CommittedBatch {
        var failures = 0
        var losses = 0
        while true {
            switch await attempt(plan, decide) {
            case .committed(let batch):
                if batch.firstPosition != nil { notifier.committed(plan.forum) }
                return batch
            case .refused(let error): throw error
            case .again(let error):
                failures += 1
                guard failures < options.attempts else { throw StoreError.contended(error) }
                do { try await clock.sleep(for: options.pause.delay(after: failures, chance: chance())) } catch {
                    throw .unavailable("the batch was cancelled while it waited to be tried again")
                }
            case .lost(let error):
                losses += 1
                guard losses < 2 else { throw StoreError(error) }
            }
        }
    }

    private func attempt(
        _ plan: BatchPlan, _ decide: @Sendable (LoadedBatch) throws -> BatchWrites
    ) async -> Attempt {
        let connection: PostgresConnection
        do { connection = try await pool.acquire() } catch { return .refused(StoreError(error)) }
        let (outcome, unresolved) = await attempt(plan, decide, on: connection)
        // Given back before the fate of a commit is looked for: that takes a connection of its own.
        await pool.release(connection)
        guard let unresolved else { return outcome }
        return await resolve(unresolved)
    }

    /// A commit whose answer was lost.
    private struct Unresolved {
        var transaction: String
        var forum: String
        var writes: BatchWrites
        var error: PostgresError
    }

    private func attempt(
        _ plan: BatchPlan, _ decide: @Sendable (LoadedBatch) throws -> BatchWrites, on connection: PostgresConnection
    ) async -> (Attempt, Unresolved?) {
        let loading = BatchLoading(plan)
        let loaded: BatchLoading.Loaded
        do {
            loaded = try loading.decode(try await connection.run(loading.trip, timeout: options.tripTimeout))
        } catch let error as PostgresError {
            return (classify(error), nil)
        } catch {
            return (.refused(error as? StoreError ?? .corrupt("\(error)")), nil)
        }
        let writes: BatchWrites
        do {
            writes = try decide(loaded.batch)
        } catch {
            return (.refused(error as? StoreError ?? .corrupt("\(error)")), nil)
        }
        guard !writes.isEmpty else {
            // Nothing to undo: only the locks are given up. Where that fails, the pool ends the connection.
            _ = try? await connection.execute(.rollback)
            return (.committed(CommittedBatch(firstPosition: nil)), nil)
        }
        let storing: BatchStoring
        do { storing = try BatchStoring(plan, writes, texts: loaded.texts) } catch { return (.refused(error), nil) }
        do {
            let results = try await connection.run(storing.trip, timeout: options.tripTimeout)
            guard let batch = try storing.decode(results) else {
                return (.refused(.unavailable("the database rolled the batch back")), nil)
            }
            return (.committed(batch), nil)
        } catch {
            let lost = Unresolved(transaction: loaded.transaction, forum: plan.forum, writes: writes, error: error)
            return error.isOutcomeUnknown ? (.lost(error), lost) : (classify(error), nil)
        }
    }

    /// What to do about a failure that left nothing written.
    private func classify(_ error: PostgresError) -> Attempt {
        // Two servers that open one forum, or answer one key, meet at a unique index: the second one decides again.
        if error.isRetryable || error.sqlState == .uniqueViolation { return .again(error) }
        if error.isConnectionFailure || error.server?.endsSession == true { return .lost(error) }
        return .refused(StoreError(error))
    }

    // MARK: a commit whose answer was lost

    private func resolve(_ lost: Unresolved) async -> Attempt {
        var waited = Duration.zero
        while true {
            // The question itself takes long where the database is out of reach.
            var fate = Fate.unreachable
            waited += await clock.measure { fate = await self.fate(of: lost.transaction) }
            switch fate {
            case .committed: return await committed(lost)
            case .aborted: return .lost(lost.error)
            case .forgotten: return .refused(.effectUnknown("the database no longer knows the transaction"))
            case .inProgress, .unreachable: break
            }
            guard waited < options.resolveTimeout else {
                return .refused(.effectUnknown("the connection was lost during COMMIT: \(lost.error)"))
            }
            waited += options.resolveInterval
            do { try await clock.sleep(for: options.resolveInterval) } catch {
                return .refused(.effectUnknown("cancelled while the fate of a commit was looked for"))
            }
        }
    }

    private enum Fate {
        case committed
        case aborted
        case inProgress
        case forgotten
        case unreachable
    }

    private func fate(of transaction: String) async -> Fate {
        let question = Statement("SELECT pg_xact_status($1::text::xid8)", [.text(transaction)])
        do {
            let results = try await pool.run([question], timeout: options.tripTimeout).checked()
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
    private func committed(_ lost: Unresolved) async -> Attempt {
        guard let sealed = lost.writes.events.first?.sealed else {
            return .committed(CommittedBatch(firstPosition: nil))
        }
        let first = sealed.event
        let question = Statement(
            "SELECT position FROM event WHERE forum = $1 AND stream = $2 AND version = $3 AND digest = $4",
            [
                .text(lost.forum), .text(first.stream), .int8(first.version),
                .bytea(Digest(hex: sealed.digest)?.bytes ?? []),
            ])
        do {
            let rows = try await pool.run([question], timeout: options.tripTimeout).checked()[0].rows
            // A database that took over may call another transaction by this number, and hold another event in this place.
            guard let position: Int64 = try rows.first.map({ try $0[0] }) else {
                return .refused(.effectUnknown("the database holds another event than the one that was sent"))
            }
            return .committed(CommittedBatch(firstPosition: position))
        } catch {
            return .refused(.effectUnknown("the batch was committed, but could not be read back: \(error)"))
        }
    }
}

extension StoreError {
    /// Every attempt met somebody else.
    fileprivate static func contended(_ error: PostgresError) -> StoreError {
        error.sqlState == .uniqueViolation
            ? .rejected(error.description) : .unavailable("the batch could not get its locks: \(error)")
    }
}
