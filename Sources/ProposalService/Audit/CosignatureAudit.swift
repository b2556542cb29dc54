import Record

/// Verifies each stored cosignature under the checkpoint that it belongs to. COSIGN took in those of the policy's witnesses alone, but
/// a policy changes, and other servers of the database have others: one by a key that the policy does not name now is verified with
/// the key that stands beside it, and counted apart.
struct CosignatureAudit: AuditPart {
    private static let page = 64

    let stage = "cosignatures"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone: Bool
    /// The last one that was verified.
    private var last: (size: Int64, key: String)
    /// The size up to which every one was.
    private var whole: Int64

    init(_ bounds: AuditBounds, after size: Int64 = 0) {
        total = bounds.cosignatures
        isDone = total == 0
        whole = size
        // No key comes after all others, but the next size begins with the empty one.
        last = (size + 1, "")
    }

    var place: AuditCursor.Place { .cosignatures(after: whole) }

    mutating func advance(_ scope: inout AuditScope) async throws {
        let stored = try await scope.store.auditCosignatures(
            forum: scope.forum, after: last, limit: CosignatureAudit.page)
        for cosignature in stored {
            let key = try check(cosignature)
            scope.cosignatures += 1
            if !scope.policy.witnesses.contains(where: { $0.key == key }) { scope.strangers += 1 }
        }
        done += Int64(stored.count)
        isDone = stored.count < CosignatureAudit.page
        guard let end = stored.last else { return }
        last = (end.size, end.key)
        whole = max(whole, isDone ? end.size : end.size - 1)
    }

    /// The key, if the cosignature is one of it.
    private func check(_ stored: AuditedCosignature) throws(AuditFinding) -> NoteKey {
        func finding(_ sentence: String) -> AuditFinding {
            .beside(
                "the cosignature of \(stored.key.prefix(200)) under the checkpoint of size \(stored.size) \(sentence)")
        }
        guard let note = stored.note else {
            throw finding(
                "belongs to no stored checkpoint; bring the checkpoint back from a backup or from the witness")
        }
        guard let key = try? NoteKey(text: stored.key), key.kind == .cosignature else {
            throw finding("stands beside a key that no witness has; ask the witness for its key")
        }
        guard let text = try? SignedNote(parsing: note).text,
            let signature = NoteSignature(line: Array(stored.line.utf8)), key.claims(signature),
            key.verifies(signature.signature, of: text)
        else { throw finding("was not made by that key; ask the witness for the line that it signed") }
        return key
    }
}
