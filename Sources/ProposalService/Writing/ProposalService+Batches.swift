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
        for ref in refs(batch) {
            let known = remembers ? proposals.known(ref) : nil
            knownProposals[ref] = known
            versions[ref] = known?.version ?? 0
        }
        var plan = BatchPlan(
            forum: forum, proposals: versions, registries: knownRegistries.mapValues(\.version),
            changesRegistry: batch.contains { if case .registry = $0.request.work { true } else { false } },
            drafts: batch.contains { if case .begin = $0.request.work { true } else { false } },
            keys: Array(Set(batch.compactMap(\.key))),
            circulated: ProposalService.circulated(batch.map(\.request.work), knownRegistries[forum]),
            meetings: meetings(batch), uploads: uploads(batch))
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

    private func refs(_ batch: [PendingWrite]) -> Set<String> {
        Set(
            batch.flatMap { pending -> [String] in
                switch pending.request.work {
                case .act(let ref, _), .file(let ref, _): [ref]
                case .registry(_, .drawList(_, _, let refs)): Array(refs.prefix(1000))
                case .begin, .registry: []
                }
            })
    }

    /// Uploads that writes send bytes of, and whether each may become complete.
    private func uploads(_ batch: [PendingWrite]) -> [UploadKey: Bool] {
        var uploads: [UploadKey: Bool] = [:]
        for pending in batch {
            guard case .file(let ref, let upload) = pending.request.work, Digest(hex: upload.document.digest) != nil
            else { continue }
            uploads[upload.key(of: pending.caller.account, on: ref), default: false] =
                upload.isLast || uploads[upload.key(of: pending.caller.account, on: ref)] ?? false
        }
        return uploads
    }

    /// Meetings that a write changes, so that it is needed what rests on them.
    private func meetings(_ batch: [PendingWrite]) -> [String] {
        var meetings: Set<String> = []
        for pending in batch {
            if case .registry(_, let work) = pending.request.work, let meeting = work.meeting {
                meetings.insert(meeting)
            }
        }
        return meetings.sorted()
    }

    /// Proposals that a write may circulate, so that their likely duplicates are needed.
    static func circulated(_ works: [WriteRequest.Work], _ registry: Registry?) -> [String] {
        var refs: [String] = []
        for work in works {
            guard case .act(let ref, let command) = work, !refs.contains(ref) else { continue }
            switch command {
            case .advance(let id, _, _, _):
                let known = registry?.lifecycles.values.compactMap { $0.transition(id) } ?? []
                if known.isEmpty || known.contains(where: { $0.effect == .openRound || $0.asksForDuplicates }) {
                    refs.append(ref)
                }
            case .recordFact(let id, _, _):
                let known = registry?.lifecycles.values.compactMap { $0.fact(id) } ?? []
                if known.isEmpty || known.contains(where: \.asksForDuplicates) { refs.append(ref) }
            case .draft, .importRecord, .revise, .contestRevision, .contestPosition, .takePosition, .acknowledge, .note,
                .moveDeadline, .invite, .decideInvitation, .migrate, .file, .noteDeadline:
                continue
            }
        }
        return refs
    }
}

extension TransitionDefinition {
    fileprivate var asksForDuplicates: Bool { requirements.contains(where: \.asksForDuplicates) }
}

extension FactDefinition {
    fileprivate var asksForDuplicates: Bool { requirements.contains(where: \.asksForDuplicates) }
}

extension RequirementUse {
    var asksForDuplicates: Bool { requirement is DuplicatesAnswered }
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
