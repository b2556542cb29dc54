import Proposals
import Record

/// One audit, page by page, part by part.
struct AuditRun {
    private var scope: AuditScope
    private var parts: [any AuditPart]
    private var current = 0
    private let start: AuditCursor?

    init(_ scope: AuditScope, from start: AuditCursor?) async {
        self.scope = scope
        self.start = start
        let bounds = scope.bounds
        var record = RecordAudit(bounds)
        var cosignatures = CosignatureAudit(bounds)
        var epochs = EpochAudit(bounds)
        var proposals = ProposalAudit(bounds)
        var personal = PersonalAudit(bounds)
        var documents = DocumentAudit(bounds)
        var answers = AnswerAudit(bounds)
        let first: Int
        switch start?.place {
        case nil: first = 0
        case .record(let size, let root):
            first = 0
            await record.resume(at: size, root: root, scope)
        case .cosignatures(let size): (first, cosignatures) = (1, CosignatureAudit(bounds, after: size))
        case .epochs(let epoch, let size): (first, epochs) = (2, EpochAudit(bounds, after: epoch, size: size))
        case .proposals(let ref): (first, proposals) = (3, ProposalAudit(bounds, after: ref))
        case .personal(let digest): (first, personal) = (4, PersonalAudit(bounds, after: digest))
        case .documents(let digest): (first, documents) = (5, DocumentAudit(bounds, after: digest))
        case .answers(let key): (first, answers) = (6, AnswerAudit(bounds, from: key))
        case .registry: first = 7
        }
        parts = [record, cosignatures, epochs, proposals, personal, documents, answers, RegistryAudit()]
        current = first
        skipDone()
    }

    /// Goes one page on; false once everything was compared.
    mutating func advance() async throws -> Bool {
        guard parts.indices.contains(current), !parts[current].isDone else { return false }
        var part = parts[current]
        defer { parts[current] = part }
        try await part.advance(&scope)
        return true
    }

    /// How far it has come, after a page.
    mutating func progress() -> AuditProgress {
        let stage = parts[current].stage
        var done: Int64 = 0
        for (index, part) in parts.enumerated() {
            // What was written meanwhile is compared, but it is more than was announced.
            done += index < current || part.isDone ? part.total : index == current ? min(part.done, part.total) : 0
        }
        skipDone()
        return AuditProgress(
            stage: stage, done: done, total: parts.reduce(0) { $0 + $1.total },
            cursor: AuditCursor(parts[current].place))
    }

    /// The last part stays, so that there is always a place to go on from.
    private mutating func skipDone() {
        while current < parts.count - 1, parts[current].isDone { current += 1 }
    }

    func report(_ finding: AuditFinding?) -> AuditReport {
        let bounds = scope.bounds
        return AuditReport(
            forum: scope.forum, finding: finding, events: bounds.length ?? 0, signed: bounds.signedSize,
            checkpoints: scope.checkpoints, cosignatures: scope.cosignatures, strangers: scope.strangers,
            proposals: bounds.proposals, documents: scope.documents, personal: bounds.personal,
            answers: bounds.answers, key: scope.key, misheld: scope.registry.registry.misheld, start: start)
    }
}
