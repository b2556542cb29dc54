import CanonicalJSON
import Lifecycle
import Proposals
package import Record
import Synchronization

/// What Chancery does: takes writes in order, decides them in batches under the store's locks, and answers reads.
package final class ProposalService: Sendable {
    let store: any RecordStore
    let configuration: ServiceConfiguration
    let randomness: Randomness
    let memory: RecordMemory
    let wakeups = WakeupHub()
    let signing: (any RecordSigning)?
    /// Whose cosignatures count.
    package let policy: WitnessPolicy
    /// Forums whose record is not what was signed, and why.
    let divergences = Mutex<[String: String]>([:])
    private let writers = Mutex<[String: ForumWriter]>([:])
    let forums: ForumDirectory

    package init(
        store: any RecordStore, configuration: ServiceConfiguration = ServiceConfiguration(),
        randomness: Randomness = .system, signing: (any RecordSigning)? = nil,
        policy: WitnessPolicy = WitnessPolicy()
    ) {
        self.policy = policy
        self.signing = signing
        self.store = store
        forums = ForumDirectory { () throws(StoreError) in try await store.forums() }
        self.configuration = configuration
        self.randomness = randomness
        memory = RecordMemory(proposals: configuration.cachedProposals)
    }

    var registries: RegistryCache { memory.registries }
    var proposals: ProposalCache { memory.proposals }
    var shownVersions: ShownVersions { memory.shownVersions }

    /// Takes a write into its forum's queue and answers at once; the outcome comes with the commit. Writes taken one after the other
    /// are decided in that order.
    package func submit(_ request: WriteRequest, _ caller: Caller) async -> Promise<ServiceOutcome> {
        let promise = Promise<ServiceOutcome>()
        let pending = PendingWrite(
            request: request, caller: caller, bodyDigest: Digest.sha256(request.body).bytes,
            seed: randomness.bytes(32), promise: promise)
        do throws(ServiceFailure) {
            let forum = try await forum(of: request.work, caller)
            try await checkPart(of: caller, in: forum, request.work)
            try checkIntact(forum)
            if case .registry(_, .command(.setForum(let settings))) = request.work {
                try await checkPrefix(settings.refPrefix, forum)
            }
            if case .registry(_, .change(.settings(let change))) = request.work,
                case .value(let prefix) = change.refPrefix
            {
                try await checkPrefix(prefix, forum)
            }
            switch writer(of: forum).enqueue(pending) {
            case .taken: break
            case .full: throw ServiceFailure(.busy, "too many writes wait for \(forum); try again shortly")
            case .accountFull:
                throw ServiceFailure(.busy, "too many writes of \(caller.account) wait for \(forum); try again shortly")
            case .closed: throw ServiceFailure(.shuttingDown, "the server is stopping; connect again")
            }
        } catch {
            promise.give(.failure(error))
        }
        return promise
    }

    /// Stops taking writes; returns when those taken are answered.
    package func drain() async {
        let writers = writers.withLock { Array($0.values) }
        for writer in writers { await writer.close() }
        wakeups.finish()
    }

    // MARK: routing

    private func forum(of work: WriteRequest.Work, _ caller: Caller) async throws(ServiceFailure) -> String {
        switch work {
        case .begin(let forum, _), .registry(let forum, _): return forum
        case .act(let ref, _), .file(let ref, _):
            guard let forum = try await forum(ofRef: ref, caller) else {
                throw ServiceFailure(.notFound, "there is no proposal \(ref.prefix(64)) that you can see")
            }
            return forum
        }
    }

    /// Refuses who has no part in a forum, and names of forums that are not there, before anything is set up for them: no queue, no
    /// memory, no connection.
    private func checkPart(
        of caller: Caller, in forum: String, _ work: WriteRequest.Work
    ) async throws(ServiceFailure) {
        if caller == .server || caller.forum == forum { return }
        // Whoever cannot log in any more is told so first, as far as it is known here.
        if registries.known(caller.forum).tokens[caller.token]?.isRevoked == true {
            throw Access.tokenRevoked
        }
        switch work {
        case .act(let ref, _), .file(let ref, _):
            // The forum is there, since its refs begin so.
            guard caller.forum != Registry.serverForum else { return }
            throw ServiceFailure(.notFound, "there is no proposal \(ref.prefix(64)) that you can see")
        case .registry(_, .command(.setForum)) where caller.forum == Registry.serverForum: return
        case .registry(_, .change(.settings)) where caller.forum == Registry.serverForum: return
        case .begin, .registry:
            // Of another forum nobody but the server's own accounts has a part.
            if caller.forum == Registry.serverForum, try await isThere(forum, caller) { return }
            if case .begin = work {
                throw ServiceFailure(.notFound, "there is no forum \"\(forum)\" that you can see")
            }
            throw ServiceFailure(.notFound, "there is no forum \"\(forum)\"")
        }
    }

    /// Refuses letters that begin another forum's refs.
    private func checkPrefix(_ prefix: String, _ forum: String) async throws(ServiceFailure) {
        let rows = try await storing { () throws(StoreError) in try await self.forums.refresh() }
        guard let other = rows.first(where: { $0.refPrefix == prefix && $0.forum != forum }) else { return }
        throw ServiceFailure.wrong(
            "ref_prefix",
            "refs of the forum \(other.forum) already begin with \(prefix)"
                + (other.isClosed ? "; it is a closed trial, and they stay its own" : ""))
    }

    private func writer(of forum: String) -> ForumWriter {
        writers.withLock { writers in
            if let writer = writers[forum] { return writer }
            let batches = BatchWriter(forum: forum, store: store, memory: memory, forums: forums, wakeups: wakeups)
            let writer = ForumWriter(configuration) { batch in await batches.write(batch) }
            writers[forum] = writer
            return writer
        }
    }

    /// Runs something of the store; its errors become failures of the service.
    func storing<Value>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(ServiceFailure) -> Value {
        do { return try await body() } catch { throw ServiceFailure(error) }
    }
}
