import Proposals
import Record

/// Compares the personal values that belong to no proposal with the registry's commitments, and all of them with what was erased. Those of
/// proposals are compared with each proposal's history.
struct PersonalAudit: AuditPart {
    private static let page = 1024

    let stage = "personal"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone: Bool
    private var last: Digest?

    init(_ bounds: AuditBounds, after digest: Digest? = nil) {
        total = bounds.personal
        isDone = total == 0
        last = digest
    }

    var place: AuditCursor.Place { .personal(after: last) }

    mutating func advance(_ scope: inout AuditScope) async throws {
        try await scope.catchUp()
        let after = last.map { PersonalData.prefix + $0.hex } ?? ""
        let page = try await scope.store.auditPersonal(
            forum: scope.forum, after: after, limit: PersonalAudit.page,
            registryVersion: scope.registry.registry.version)
        try scope.registry.fold(page.registry)
        for kept in page.values where !kept.isOfProposal { try scope.registry.commitments.check(kept) }
        for kept in page.values where kept.value != nil {
            guard let place = scope.registry.erased[String(kept.commitment.dropFirst(PersonalData.prefix.count))] else {
                continue
            }
            throw AuditFinding.beside(
                "the personal value of \(kept.subject) under \(kept.commitment) is kept, and event \(place) of the record says that it was "
                    + "erased; find out who brought it back, and erase it", at: place)
        }
        done += Int64(page.values.count)
        isDone = page.values.count < PersonalAudit.page
        guard let end = page.values.last else { return }
        // What a proposal's events do not hold was found with it, unless it was entered since.
        guard end.commitment.hasPrefix(PersonalData.prefix),
            let digest = Digest(hex: String(end.commitment.dropFirst(PersonalData.prefix.count)))
        else {
            throw AuditFinding.beside(
                "the personal value that is kept for \(end.subject) stands under no commitment; erase it",
                of: end.isOfProposal ? end.subject : nil)
        }
        last = digest
    }
}
