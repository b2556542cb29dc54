import CanonicalJSON
import Lifecycle
import Proposals
import Record
import Synchronization

extension ProposalService {
    /// Writes one batch and answers each of its writes. A refusal by the database, or an event that cannot be read, retries them
    /// one by one, so that one bad write does not take the others with it.
    func write(_ batch: [PendingWrite], _ forum: String) async {
        do {
            try await attempt(batch, forum)
        } catch  where batch.count > 1 && error.mayConcernOneWrite {
            for pending in batch { await write([pending], forum) }
        } catch {
            let failure = ProposalService.failure(error)
            for pending in batch { pending.promise.give(.failure(failure)) }
        }
    }

    private func attempt(_ batch: [PendingWrite], _ forum: String) async throws(StoreError) {
        do {
            try await writeOnce(batch, forum)
        } catch {
            // The database went back to before what is remembered: once more from the store alone.
            guard forgetOutdated(error) else { throw error }
            try await writeOnce(batch, forum, remembers: false)
        }
    }

    /// Forgets what the store says is not what it holds; false where it says no such thing.
    func forgetOutdated(_ error: StoreError) -> Bool {
        guard case .outdated(let cursors) = error else { return false }
        for cursor in cursors {
            if cursor.stream == Event.registryStream {
                registries.forget(cursor.forum)
            } else {
                proposals.forget(cursor.stream)
            }
        }
        // Which of these were rolled back nobody knows.
        shownVersions.forgetAll()
        return true
    }

    private func writeOnce(
        _ batch: [PendingWrite], _ forum: String, remembers: Bool = true
    ) async throws(StoreError) {
        var knownRegistries: [String: Registry] = [:]
        for name in registryNames(batch, forum) {
            knownRegistries[name] = remembers ? registries.known(name) : Registry(forum: name)
        }
        var knownProposals: [String: Proposal] = [:]
        var versions: [String: Int] = [:]
        let needs = BatchNeeds(of: batch, knownRegistries[forum])
        for ref in needs.refs {
            let known = remembers ? proposals.known(ref) : nil
            knownProposals[ref] = known
            versions[ref] = known?.version ?? 0
        }
        var plan = BatchPlan(
            forum: forum, proposals: versions, registries: knownRegistries.mapValues(\.version),
            changesRegistry: needs.changesRegistry, drafts: needs.drafts, keys: Array(Set(batch.compactMap(\.key))),
            circulated: needs.alike, meetings: needs.meetings.sorted(), uploads: needs.uploads)
        plan.registryDigests = knownRegistries.compactMapValues(\.lastDigest)
        plan.proposalDigests = knownProposals.compactMapValues(\.lastDigest)
        let decider = BatchDecider(
            forum: forum, pending: batch, knownRegistries: knownRegistries, knownProposals: knownProposals)
        let decided = ResultBox()
        let committed = try await store.write(plan) { loaded in
            let result = try decider.decide(loaded)
            decided.keep(result)
            return result.writes
        }
        guard let final = decided.value else { throw .effectUnknown("the batch was committed undecided") }
        for registry in final.registries where registry.version > 0 { registries.keep(registry) }
        for proposal in final.proposals { proposals.keep(proposal) }
        keepForum(final.writes.registry, final.registries)
        for (pending, outcome) in zip(batch, final.outcomes) {
            pending.promise.give(ProposalService.answer(outcome, committed.firstPosition, final.writes.events))
        }
        if !final.writes.events.isEmpty { wakeups.wake(forum) }
    }

    /// With the place of its first event in the record, and that event's leaf hash.
    private static func answer(_ decided: Decided, _ first: Int64?, _ events: [NewEvent]) -> ServiceOutcome {
        func place(_ object: inout JSONObject, _ position: Int64?, _ leafHash: [UInt8]?) {
            if let position { object["position"] = .integer(position) }
            if let leafHash { object["leaf"] = .string(Hexadecimal.encode(leafHash)) }
        }
        func place(_ object: inout JSONObject, _ index: Int?) {
            guard let first, let index, events.indices.contains(index) else { return }
            place(&object, first + Int64(index), events[index].leafHash)
        }
        switch decided {
        case .done(var object, let index):
            place(&object, index)
            return .success(ServiceAnswer(object: object))
        case .repeated(var object, let earlier, let index):
            place(&object, earlier.position, earlier.leafHash)
            place(&object, index)
            object["repeated"] = true
            return .success(ServiceAnswer(object: object))
        case .refused(let failure): return .failure(failure)
        }
    }

    private func registryNames(_ batch: [PendingWrite], _ forum: String) -> Set<String> {
        Set([Registry.serverForum, forum] + batch.map(\.caller.forum))
    }
}

/// Holds what a batch decided last: the store may ask again.
private final class ResultBox: Sendable {
    private let box = Mutex<BatchResult?>(nil)

    func keep(_ result: BatchResult) { box.withLock { $0 = result } }
    var value: BatchResult? { box.withLock { $0 } }
}

extension StoreError {
    /// Whether the other writes of a batch may succeed without the one that this came from. A registry concerns them all.
    var mayConcernOneWrite: Bool {
        switch self {
        case .rejected: true
        case .unreadable(let event): event.stream != Event.registryStream
        case .corrupt, .outdated, .unavailable, .effectUnknown: false
        }
    }
}
