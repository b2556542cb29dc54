/// A batch whose transaction is open: its locks are held, and what they guard is loaded.
///
/// It ends once, by ``commit(_:)`` or by ``abandon()``: the compiler sees to that. Where it is dropped all the same, the adapter gives up
/// its locks.
package struct OpenBatch: ~Copyable, Sendable {
    /// What to decide on.
    package let loaded: LoadedBatch
    private let transaction: any BatchTransaction

    /// Made by an adapter.
    package init(_ loaded: LoadedBatch, in transaction: any BatchTransaction) {
        self.loaded = loaded
        self.transaction = transaction
    }

    /// Writes what was decided and commits; nothing to write gives up the locks alone.
    ///
    /// Where others were in the way, or the connection was lost before COMMIT took effect, the batch is begun again, and is to be decided
    /// again on what is loaded then.
    /// - Throws: ``StoreError``; after `.unavailable` and `.rejected` nothing of the batch is stored.
    package consuming func commit(_ writes: BatchWrites) async throws(StoreError) -> CommitOutcome {
        try await transaction.commit(writes)
    }

    /// Gives up the locks; nothing is written.
    package consuming func abandon() async { await transaction.abandon() }
}

/// What became of a batch that was to be committed.
package enum CommitOutcome: ~Copyable, Sendable {
    case committed(CommittedBatch)
    /// Nothing was written; here is the batch anew.
    case begunAgain(OpenBatch)
}

/// What an adapter knows of an open batch. ``OpenBatch`` calls one of these, once.
package protocol BatchTransaction: Sendable {
    /// As ``OpenBatch/commit(_:)``.
    func commit(_ writes: BatchWrites) async throws(StoreError) -> CommitOutcome
    /// As ``OpenBatch/abandon()``.
    func abandon() async
}
