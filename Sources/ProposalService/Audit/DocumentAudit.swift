import Record

/// Hashes each stored document that the forum's events file, part by part, and finds those that no event of any forum files. That what
/// is filed is there, as large as it was filed, is compared with each proposal's history.
struct DocumentAudit: AuditPart {
    private static let page = 256
    /// Bytes read at a time, and between two rows of the audit.
    private static let part = 1 << 18
    private static let stretch = 8 << 20

    let stage = "documents"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone: Bool
    private var last: Digest?
    /// What the last page holds besides; the first is next.
    private var waiting: ArraySlice<AuditedDocument> = []
    private var isLastPage = false

    init(_ bounds: AuditBounds, after digest: Digest? = nil) {
        total = bounds.documents
        isDone = total == 0
        last = digest
    }

    var place: AuditCursor.Place { .documents(after: last) }

    mutating func advance(_ scope: inout AuditScope) async throws {
        if waiting.isEmpty {
            let page = try await scope.store.auditDocuments(
                forum: scope.forum, after: last?.bytes ?? [], limit: DocumentAudit.page)
            isLastPage = page.count < DocumentAudit.page
            waiting = page[...]
        }
        var read = 0
        while read < DocumentAudit.stretch, let document = waiting.popFirst() {
            read += try await check(document, scope)
            if document.isFiledHere { scope.documents += 1 }
            done += 1
        }
        isDone = isLastPage && waiting.isEmpty
    }

    /// Compares one document; answers how many bytes were read.
    private mutating func check(_ document: AuditedDocument, _ scope: AuditScope) async throws -> Int {
        guard let digest = Digest(document.digest) else {
            throw AuditFinding.beside("a document is stored under what is not a digest; remove it")
        }
        guard document.isFiled else {
            throw AuditFinding.beside(
                "the stored document \(digest.hex) was filed by no event; find out who entered it, and remove it")
        }
        last = digest
        // Those of other forums are for the audits of these.
        guard document.isFiledHere else { return 0 }
        var stream = Digest.Stream()
        var size = 0
        while true {
            let bytes = try await scope.store.document(digest.hex, from: size, count: DocumentAudit.part) ?? []
            stream.update(bytes)
            size += bytes.count
            guard bytes.count == DocumentAudit.part else { break }
        }
        guard stream.value == digest else {
            throw AuditFinding.beside(
                "the \(size) stored bytes of the document \(digest.hex) do not have that digest: they were changed; bring it back from "
                    + "a backup")
        }
        return size
    }
}
