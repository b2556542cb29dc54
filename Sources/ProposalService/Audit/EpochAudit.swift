import Record

/// Verifies what is kept of epochs that have ended: the statements with which new ones began, signed by the keys of both, and the
/// checkpoints of the old ones.
struct EpochAudit: AuditPart {
    private static let page = 64

    let stage = "epochs"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone: Bool
    private var last: (epoch: Int, size: Int64)
    private var breaks: [RecordBreak]?

    init(_ bounds: AuditBounds, after epoch: Int = 0, size: Int64 = 0) {
        total = bounds.past
        isDone = total == 0
        last = (epoch, size)
    }

    var place: AuditCursor.Place { .epochs(after: last.epoch, size: last.size) }

    mutating func advance(_ scope: inout AuditScope) async throws {
        let breaks: [RecordBreak]
        if let known = self.breaks {
            breaks = known
        } else {
            breaks = try await scope.store.breaks(forum: scope.forum)
            try check(breaks, newest: scope.key)
            self.breaks = breaks
            done += Int64(breaks.count)
        }
        let stored = try await scope.store.auditPastCheckpoints(
            forum: scope.forum, after: last, limit: EpochAudit.page)
        for past in stored { try check(past, breaks) }
        done += Int64(stored.count)
        isDone = stored.count < EpochAudit.page
        if let end = stored.last { last = (end.epoch, end.size) }
    }

    private func check(_ breaks: [RecordBreak], newest: NoteKey?) throws(AuditFinding) {
        for (index, begun) in breaks.enumerated() {
            func finding(_ sentence: String) -> AuditFinding {
                .beside(
                    "the statement with which epoch \(begun.epoch) began \(sentence); the signer's folder has a copy of it"
                )
            }
            guard begun.epoch == index + 2 else {
                throw .beside(
                    "there is a statement with which epoch \(begun.epoch) began, but none of epoch \(index + 2)")
            }
            guard let old = try? NoteKey(text: begun.oldKey), let note = try? SignedNote(parsing: begun.note) else {
                throw finding("or the key of the epoch before it cannot be read")
            }
            let next = index + 1 < breaks.count ? try? NoteKey(text: breaks[index + 1].oldKey) : newest
            for key in [old, next].compactMap(\.self) where (try? note.verified(by: [key])) == nil {
                throw finding("was not signed by \(key.name)")
            }
        }
    }

    private func check(_ past: AuditedPastCheckpoint, _ breaks: [RecordBreak]) throws(AuditFinding) {
        func finding(_ sentence: String) -> AuditFinding {
            .beside("the checkpoint of size \(past.size) of epoch \(past.epoch) \(sentence)")
        }
        guard let end = breaks.first(where: { $0.epoch == past.epoch + 1 }), let key = try? NoteKey(text: end.oldKey)
        else { throw finding("is kept as one of an epoch that has ended, but none began after it") }
        guard let note = try? SignedNote(parsing: past.note),
            let checkpoint = try? Checkpoint(verifying: note, signedBy: key), checkpoint.size == past.size
        else { throw finding("was not signed by \(key.name); bring it back from a backup") }
    }
}
