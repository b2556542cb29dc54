import Postgres
package import ProposalService

/// Waits until the synchronous standbys have everything that was seen to be committed.
///
/// PostgreSQL answers COMMIT, with a warning, where somebody ends its wait for the standbys, and from then on shows what was committed to
/// everybody. A transaction that comes later waits behind it: once that ends without a warning, the standbys have both.
struct StandbyBarrier {
    let store: PostgresStore

    /// Where commits wait for standbys it writes something, and so waits as well; elsewhere it does nothing. A server that is a standby
    /// itself refuses it.
    private static let statement = Statement(
        """
        SELECT CASE WHEN pg_is_in_recovery() OR current_setting('synchronous_standby_names') <> ''
            THEN pg_logical_emit_message(true, 'chancery', '')::text END
        """)

    /// - Throws: `effectUnknown` where they do not have it in time.
    func pass() async throws(StoreError) {
        var waited = Duration.zero
        while true {
            let (store, before) = (store, waited)
            var isPassed = false
            waited += await store.clock.measure { isPassed = await tries { max(store.resolveTimeout - before, .zero) } }
            if isPassed { return }
            guard waited < store.resolveTimeout else { break }
            waited += store.options.resolveInterval
            do { try await store.clock.sleep(for: store.options.resolveInterval) } catch { break }
        }
        throw .effectUnknown("the database has it, and no standby has confirmed in time that it has it too")
    }

    /// One attempt. It may be cancelled when its time is over: it is nobody's write.
    private func tries(within timeout: @escaping @Sendable () -> Duration) async -> Bool {
        guard let results = try? await store.pool.run([Self.statement], within: timeout).checked() else {
            return false
        }
        return results.allSatisfy(\.warnings.isEmpty)
    }
}

extension PostgresStore {
    package func awaitStandbys() async throws(StoreError) { try await StandbyBarrier(store: self).pass() }
}
