package import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// How far an audit has come.
package struct AuditProgress: Sendable {
    /// `record`, `proposals` or `registry`.
    package var stage: String
    package var done: Int64
    package var total: Int64
    /// Where a later audit can go on.
    package var cursor: AuditCursor

    package var object: JSONObject {
        [
            "stage": .string(stage), "done": .integer(done), "total": .integer(total),
            "cursor": .string(cursor.description),
        ]
    }
}

extension ProposalService {
    /// AUDIT: compares everything that a forum's tables hold with its events, and the events with what was signed. Tells how far it has
    /// come after each page; answers the first place that differs, or that none does.
    package func audit(
        _ forum: String, after text: String? = nil, _ caller: Caller,
        progress: (AuditProgress) async throws -> Void
    ) async throws -> JSONObject {
        try await mayAudit(forum, caller)
        var start: AuditCursor?
        if let text {
            guard let cursor = AuditCursor(text) else {
                throw ServiceFailure.wrong("after", "\(text.prefix(100)) is no cursor that an audit told of")
            }
            start = cursor
        }
        let bounds = try await storing { () throws(StoreError) in try await self.store.auditBounds(forum: forum) }
        var run = AuditRun(forum, bounds, key: try await auditKey(forum), from: start, store: store)
        do {
            try await run.resume()
            while try await run.advance() { try await progress(run.progress) }
            try await askSigner(forum)
        } catch let finding as AuditFinding {
            if finding.concernsRecord { try? await store.keep(divergence: finding.sentence, forum: forum) }
            return run.answer(finding)
        } catch let error as StoreError {
            throw ProposalService.failure(error)
        }
        return run.answer(nil)
    }

    private func mayAudit(_ forum: String, _ caller: Caller) async throws(ServiceFailure) {
        let (context, _) = try await readerContext(caller, forum)
        guard context.registry.version > 0, Access.maySeeForum(caller, context.registries, forum) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you may see")
        }
        guard context.viewer.readsEverything else {
            throw Access.forbidden(
                "an audit of \(forum) is for its auditors and administrators", context.registry, context.now,
                others: [context.registry.settings?.auditRole].compactMap(\.self))
        }
    }

    /// The key of this server's signer, or else the one that the database names.
    private func auditKey(_ forum: String) async throws(ServiceFailure) -> NoteKey? {
        let stored = try await storing { () throws(StoreError) in try await self.store.signerKey(forum: forum) }
        let own = stored == nil ? nil : await signing?.key(forum)
        return (own ?? stored).flatMap { try? NoteKey(text: $0) }
    }

    /// What was signed last stands outside the database: a record that went back in time agrees with itself, and not with that.
    private func askSigner(_ forum: String) async throws {
        if case .diverged(let why) = await sign(forum) { throw AuditFinding(why) }
    }
}

/// One audit, page by page: the record, then the proposals, then the registry.
private struct AuditRun {
    private let forum: String
    private let bounds: AuditBounds
    private let store: any RecordStore
    private let start: AuditCursor?
    private let key: NoteKey?
    private var record: RecordAudit
    private var proposals: ProposalAudit
    private var isRegistryDone = false
    private var skipsRecord = false
    private var skipsProposals = false

    init(_ forum: String, _ bounds: AuditBounds, key: NoteKey?, from start: AuditCursor?, store: any RecordStore) {
        self.forum = forum
        self.bounds = bounds
        self.store = store
        self.start = start
        self.key = key
        record = RecordAudit(forum, bounds, key: key, store: store)
        var after = ""
        if case .proposals(let ref) = start?.place { after = ref }
        proposals = ProposalAudit(forum, after: after, store: store)
        switch start?.place {
        case .record, nil: break
        case .proposals: skipsRecord = true
        case .registry: (skipsRecord, skipsProposals) = (true, true)
        }
    }

    mutating func resume() async throws {
        if case .record(let size, let root) = start?.place { await record.resume(at: size, root: root) }
    }

    /// Goes one page on; false once everything was compared.
    mutating func advance() async throws -> Bool {
        if !skipsRecord, !record.isDone {
            try await record.advance()
        } else if !skipsProposals, !proposals.isDone {
            try await proposals.advance()
        } else if !isRegistryDone {
            let version = proposals.registry.version
            let audited = try await store.auditRegistry(forum: forum, registryVersion: version)
            try proposals.fold(audited.events)
            try RegistryAudit.check(audited, proposals.registry)
            isRegistryDone = true
        } else {
            return false
        }
        return true
    }

    private var total: Int64 { (bounds.length ?? 0) + bounds.proposals + 1 }

    var progress: AuditProgress {
        let inRecord = !skipsRecord && !record.isDone
        let recordDone = skipsRecord ? bounds.length ?? 0 : record.done
        let proposalsDone = skipsProposals ? bounds.proposals : min(proposals.done, bounds.proposals)
        let cursor =
            inRecord ? record.cursor : skipsProposals || proposals.isDone ? AuditCursor(.registry) : proposals.cursor
        return AuditProgress(
            stage: inRecord
                ? "record" : isRegistryDone || skipsProposals || proposals.isDone ? "registry" : "proposals",
            done: recordDone + proposalsDone + (isRegistryDone ? 1 : 0), total: total, cursor: cursor)
    }

    func answer(_ finding: AuditFinding?) -> JSONObject {
        var object: JSONObject = [
            "forum": .string(forum), "sound": .bool(finding == nil), "events": .integer(bounds.length ?? 0),
            "signed": .integer(bounds.signedSize), "checkpoints": .integer(Int64(record.checkpoints)),
            "proposals": .integer(bounds.proposals), "key": .optional(key?.text),
        ]
        if let start { object["after"] = .string(start.description) }
        if let finding {
            var differs: JSONObject = [
                "sentence": .string(finding.sentence), "record": .bool(finding.concernsRecord),
            ]
            if let position = finding.position { differs["position"] = .integer(position) }
            if let ref = finding.ref { differs["ref"] = .string(ref) }
            object["differs"] = .object(differs)
        }
        return object
    }
}
