import CanonicalJSON
import Proposals
import Record
import Synchronization

/// The queues of writes, one a forum: says who may stand in which, and sets one up where it is needed.
final class WriteQueues: Sendable {
    let records: RecordReader
    private let wakeups: WakeupHub
    private let integrity: RecordIntegrity
    private let configuration: ServiceConfiguration
    private let randomness: Randomness
    private let refusals: RefusalLog
    let meter = WriteMeter()
    private let writers = Mutex<[String: ForumWriter]>([:])

    init(
        _ records: RecordReader, _ wakeups: WakeupHub, _ integrity: RecordIntegrity,
        _ configuration: ServiceConfiguration, _ randomness: Randomness, _ refusals: RefusalLog
    ) {
        self.records = records
        self.wakeups = wakeups
        self.integrity = integrity
        self.configuration = configuration
        self.randomness = randomness
        self.refusals = refusals
    }

    /// Takes a write into its forum's queue and answers at once; the outcome comes with the commit. Writes taken one after the other
    /// are decided in that order.
    func submit(_ request: WriteRequest, _ caller: Caller) async -> Promise<ServiceOutcome> {
        let promise = Promise<ServiceOutcome>()
        do throws(ServiceFailure) {
            let forum = try await forum(of: request.work, caller)
            try await checkPart(of: caller, in: forum, request.work)
            try integrity.checkIntact(forum)
            if case .registry(_, .command(.setForum(let settings))) = request.work {
                try await checkPrefix(settings.refPrefix, forum)
            }
            if case .registry(_, .change(.settings(let change))) = request.work,
                case .value(let prefix) = change.refPrefix
            {
                try await checkPrefix(prefix, forum)
            }
            let pending = PendingWrite(
                request: request, caller: caller, bodyDigest: Digest.sha256(request.body).bytes,
                seed: randomness.bytes(32), promise: promise)
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
    func close() async {
        let writers = writers.withLock { Array($0.values) }
        for writer in writers { await writer.close() }
    }

    /// How many writes of all forums wait, and how many bytes they are.
    var waiting: (writes: Int, bytes: Int) {
        let writers = writers.withLock { Array($0.values) }
        return writers.map(\.waiting).reduce((0, 0)) { ($0.0 + $1.writes, $0.1 + $1.bytes) }
    }

    // MARK: routing

    private func forum(of work: WriteRequest.Work, _ caller: Caller) async throws(ServiceFailure) -> String {
        let ref: String
        switch work {
        case .begin(let forum, _), .registry(let forum, _): return forum
        case .erase(let erasure):
            if let forum = erasure.subject.forum { return forum }
            ref = erasure.subject.text
        case .act(let named, _), .file(let named, _): ref = named
        }
        guard let forum = try await records.forum(ofRef: ref, caller) else {
            throw ServiceFailure(.notFound, "there is no proposal \(ref.prefix(64)) that you can see")
        }
        return forum
    }

    /// Refuses who has no part in a forum, and names of forums that are not there, before anything is set up for them: no queue, no
    /// memory, no connection.
    private func checkPart(
        of caller: Caller, in forum: String, _ work: WriteRequest.Work
    ) async throws(ServiceFailure) {
        if caller == .server || caller.forum == forum { return }
        // Whoever cannot log in any more is told so first, as far as it is known here.
        if records.memory.registries.known(caller.forum).hasEnded(caller.token) {
            throw Access.tokenRevoked
        }
        switch work {
        case .act(let ref, _), .file(let ref, _):
            // The forum is there, since its refs begin so.
            guard caller.forum != Registry.serverForum else { return }
            throw ServiceFailure(.notFound, "there is no proposal \(ref.prefix(64)) that you can see")
        case .registry(_, .command(.setForum)) where caller.forum == Registry.serverForum: return
        case .registry(_, .change(.settings)) where caller.forum == Registry.serverForum: return
        case .begin, .erase, .registry:
            // Of another forum nobody but the server's own accounts has a part.
            if caller.forum == Registry.serverForum, try await records.isThere(forum, caller) { return }
            if case .begin = work {
                throw ServiceFailure(.notFound, "there is no forum \"\(forum)\" that you can see")
            }
            throw ServiceFailure(.notFound, "there is no forum \"\(forum)\"")
        }
    }

    /// Refuses letters that begin another forum's refs.
    private func checkPrefix(_ prefix: String, _ forum: String) async throws(ServiceFailure) {
        let rows = try await storing { () throws(StoreError) in try await self.records.forums.refresh() }
        guard let other = rows.first(where: { $0.refPrefix == prefix && $0.forum != forum }) else { return }
        throw ServiceFailure.wrong(
            "ref_prefix",
            "refs of the forum \(other.forum) already begin with \(prefix)"
                + (other.isClosed ? "; it is a closed trial, and they stay its own" : ""))
    }

    private func writer(of forum: String) -> ForumWriter {
        writers.withLock { writers in
            if let writer = writers[forum] { return writer }
            let batches = BatchWriter(
                forum: forum, store: records.store, memory: records.memory, forums: records.forums, wakeups: wakeups,
                refusals: refusals)
            let memory = records.memory
            let writer = ForumWriter(configuration) { pending in
                pending.request.work.needs(of: pending.caller.account, memory.registries.known(forum))
            } write: { [meter] batch, committing in
                let start = ContinuousClock.now
                await batches.write(batch, committing: committing)
                meter.count(batch.count, took: start.duration(to: .now))
            }
            writers[forum] = writer
            return writer
        }
    }
}
