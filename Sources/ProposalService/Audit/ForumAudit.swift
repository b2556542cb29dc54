import Lifecycle
import Proposals
import Record

/// Audits a forum for who may have it audited.
struct ForumAudit: Sendable {
    let records: RecordReader
    let integrity: RecordIntegrity
    let policy: WitnessPolicy
    var store: any RecordStore { records.store }

    /// AUDIT: compares everything that a forum's tables hold with its events, and the events with what was signed. Tells how far it has
    /// come after each page; answers the first place that differs, or that none does.
    func run(
        _ forum: String, after text: String? = nil, _ caller: Caller,
        progress: (AuditProgress) async throws -> Void
    ) async throws -> AuditReport {
        try await mayAudit(forum, caller)
        var start: AuditCursor?
        if let text {
            guard let cursor = AuditCursor(text) else {
                throw ServiceFailure.wrong("after", "\(text.prefix(100)) is not a cursor of an audit")
            }
            start = cursor
        }
        let bounds = try await storing { () throws(StoreError) in try await self.store.auditBounds(forum: forum) }
        let keys = try await auditKeys(forum)
        var run = await AuditRun(
            AuditScope(forum, bounds, key: keys.own ?? keys.stored, policy: policy, store: store), from: start)
        do {
            while try await run.advance() { try await progress(run.progress()) }
            try await askSigner(forum)
            try check(keys)
            if let known = try await store.divergence(forum: forum) { throw stopped(known, isWhole: start == nil) }
        } catch let finding as AuditFinding {
            if finding.concernsRecord { try? await store.keep(divergence: finding.sentence, forum: forum) }
            return run.report(finding)
        } catch let error as StoreError {
            throw ServiceFailure(error)
        }
        return run.report(nil)
    }

    private func mayAudit(_ forum: String, _ caller: Caller) async throws(ServiceFailure) {
        let (context, _) = try await records.readerContext(caller, forum, closed: .isReadByAuditors)
        guard context.registry.version > 0, Access.maySeeForum(caller, context.registries, forum) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        guard context.viewer.readsEverything else {
            throw context.forbidden(Reason(AccessSentence.audit, ["forum": .text(forum)]))
        }
    }

    /// The key of this server's signer, and the one that the database names.
    private func auditKeys(_ forum: String) async throws(ServiceFailure) -> (own: NoteKey?, stored: NoteKey?) {
        let stored = try await storing { () throws(StoreError) in try await self.store.signerKey(forum: forum) }
        let own = stored == nil ? nil : await integrity.signing?.key(forum)
        return (own.flatMap { try? NoteKey(text: $0) }, stored.flatMap { try? NoteKey(text: $0) })
    }

    private func check(_ keys: (own: NoteKey?, stored: NoteKey?)) throws(AuditFinding) {
        guard let own = keys.own, own != keys.stored else { return }
        throw .beside(
            "the database names another key that signs the record than this server's signer has, \(own.text); find out which of them "
                + "the partners know")
    }

    /// A part that fits is no record that does: what was found before stands until a new epoch. Where all of it fits, somebody closed it who
    /// had no reason to, or it was mended meanwhile; nobody writes to it all the same.
    private func stopped(_ why: String, isWhole: Bool) -> AuditFinding {
        guard isWhole else { return AuditFinding(why) }
        return .beside(
            "the record takes no more writes, and nothing in it says why; the table divergence says: \(why.prefix(1000)); find out who "
                + "entered that, and begin a new epoch")
    }

    /// What was signed last stands outside the database: a record that went back in time agrees with itself, and not with that.
    private func askSigner(_ forum: String) async throws {
        if case .diverged(let why) = await integrity.sign(forum) { throw AuditFinding(why) }
    }
}
