import Proposals

/// Writes the batches of one forum, and answers each of their writes once it is committed.
struct BatchWriter: Sendable {
    let forum: String
    let store: any RecordStore
    let memory: RecordMemory
    let forums: ForumDirectory
    let wakeups: WakeupHub
    let refusals: RefusalLog

    /// Writes one batch and answers each of its writes. A refusal by the database, or an event that cannot be read, retries them
    /// one by one, so that one bad write does not take the others with it.
    ///
    /// - Parameter committing: called when the batch is decided and goes to the database; more than once where it is decided again.
    func write(_ batch: [PendingWrite], committing: @escaping @Sendable () -> Void = {}) async {
        do {
            try await writeWhatFollows(batch, committing)
        } catch  where batch.count > 1 && error.mayConcernOneWrite {
            for pending in batch { await write([pending]) }
        } catch {
            let failure = ServiceFailure(error)
            for pending in batch { pending.promise.give(.failure(failure)) }
        }
    }

    /// Decides on what is remembered and what was stored since; from the store alone where that holds no such thing any more.
    private func writeWhatFollows(
        _ batch: [PendingWrite], _ committing: () -> Void
    ) async throws(StoreError) {
        do {
            try await settle(batch, remembering: memory, committing)
        } catch {
            // The database went back to before what is remembered.
            guard memory.forgetOutdated(error) else { throw error }
            try await settle(batch, remembering: nil, committing)
        }
    }

    /// Commits a batch, keeps what it made, and gives each write its answer.
    private func settle(
        _ batch: [PendingWrite], remembering known: RecordMemory?, _ committing: () -> Void
    ) async throws(StoreError) {
        let (plan, decider) = prepare(batch, known)
        let (result, committed) = try await commit(plan, decider, committing)
        for registry in result.registries where registry.version > 0 { memory.registries.keep(registry) }
        for proposal in result.proposals { memory.proposals.keep(proposal) }
        // What is committed of a registry is known here at once.
        if let row = result.writes.registry { forums.keep(row, of: result.registries) }
        for (pending, outcome) in zip(batch, result.outcomes) {
            pending.promise.give(outcome.placed(after: committed.firstPosition, result.writes.events))
        }
        if !result.writes.events.isEmpty { wakeups.wake(forum) }
        refusals.note(result.refused, in: forum, at: result.now)
    }

    /// Down once and up once: locks and loads, decides, writes. What the store had to begin again is decided again.
    private func commit(
        _ plan: BatchPlan, _ decider: BatchDecider, _ committing: () -> Void
    ) async throws(StoreError) -> (BatchResult, CommittedBatch) {
        var batch = try await store.begin(plan)
        while true {
            let result: BatchResult
            do { result = try decider.decide(batch.loaded) } catch {
                await batch.abandon()
                throw error
            }
            committing()
            switch try await batch.commit(result.writes) {
            case .committed(let committed): return (result, committed)
            case .begunAgain(let next): batch = next
            }
        }
    }

    private func prepare(_ batch: [PendingWrite], _ known: RecordMemory?) -> (BatchPlan, BatchDecider) {
        var registries: [String: Registry] = [:]
        for name in Set([Registry.serverForum, forum] + batch.map(\.caller.forum)) {
            registries[name] = known?.registries.known(name) ?? Registry(forum: name)
        }
        let needs = BatchNeeds(of: batch, registries[forum])
        var proposals: [String: Proposal] = [:]
        if let known {
            for ref in needs.refs { proposals[ref] = known.proposals.known(ref) }
        }
        let decider = BatchDecider(
            forum: forum, pending: batch, knownRegistries: registries, knownProposals: proposals,
            textDigests: memory.textDigests)
        return (decider.plan(needs), decider)
    }
}

extension StoreError {
    /// Whether the other writes of a batch may succeed without the one that this came from. A registry concerns them all.
    fileprivate var mayConcernOneWrite: Bool {
        switch self {
        case .rejected: true
        case .unreadable(let event): event.stream != Event.registryStream
        case .corrupt, .outdated, .unavailable, .effectUnknown: false
        }
    }
}

extension Decided {
    /// What the caller is told: with the place of its first event in the record, and that event's leaf hash.
    fileprivate func placed(after first: Int64?, _ events: [NewEvent]) -> ServiceOutcome {
        func place(_ done: inout DoneWrite, _ index: Int?) {
            guard let first, let index, events.indices.contains(index) else { return }
            done.position = first + Int64(index)
            done.leafHash = events[index].leafHash
        }
        switch self {
        case .done(let answer, let object, let index):
            var done = DoneWrite(answer: answer, object: object)
            place(&done, index)
            return .success(done)
        case .repeated(let object, let earlier, let index):
            var done = DoneWrite(object: object, position: earlier.position, leafHash: earlier.leafHash)
            place(&done, index)
            return .success(done)
        case .refused(let failure): return .failure(failure)
        }
    }
}
