package import PostgresStore
package import ProposalService

extension PostgresStore {
    /// Begins a batch, has it decided and commits it; decided again as often as it had to be begun again.
    @discardableResult
    package func write(
        _ plan: BatchPlan, decide: (LoadedBatch) throws -> BatchWrites
    ) async throws -> CommittedBatch {
        var batch = try await begin(plan)
        while true {
            let writes: BatchWrites
            do { writes = try decide(batch.loaded) } catch {
                await batch.abandon()
                throw error
            }
            switch try await batch.commit(writes) {
            case .committed(let committed): return committed
            case .begunAgain(let next): batch = next
            }
        }
    }
}
