import CanonicalJSON
import Proposals
import Record
import Wording

/// Folds the history of each proposal again and compares what comes out with its row, and what it commits to and files with what stands
/// beside the record. Each page is read at one moment, so a write between two pages changes nothing about either.
struct ProposalAudit: AuditPart {
    private static let limit = AuditPageLimit(proposals: 100, events: 4096, history: 1024)

    let stage = "proposals"
    let total: Int64
    private(set) var done: Int64 = 0
    private(set) var isDone = false
    private var last: String

    init(_ bounds: AuditBounds, after ref: String = "") {
        total = bounds.proposals
        last = ref
    }

    var place: AuditCursor.Place { .proposals(after: last) }

    mutating func advance(_ scope: inout AuditScope) async throws {
        try await scope.catchUp()
        let page = try await scope.store.auditProposals(
            forum: scope.forum, after: last.isEmpty ? nil : last, limit: ProposalAudit.limit,
            registryVersion: scope.registry.registry.version)
        try scope.registry.fold(page.registry)
        var filed: [FiledDocument] = []
        for audited in page.proposals {
            var history = HistoryFold(audited.ref)
            try history.fold(audited.events, forum: scope.forum)
            // A long history goes on in pages of its own, as far as it went when its row was read.
            while history.version < audited.lastVersion {
                let more = try await scope.store.auditStream(
                    forum: scope.forum, stream: audited.ref, after: history.version,
                    limit: ProposalAudit.limit.history)
                guard !more.isEmpty else { break }
                try history.fold(more.prefix { $0.version <= audited.lastVersion }, forum: scope.forum)
            }
            try compare(audited, history, scope.registry)
            filed += history.filed
        }
        try await compare(filed, scope.store)
        done += Int64(page.proposals.count)
        last = page.proposals.last?.ref ?? last
        // A page may be short because of its events.
        isDone = page.proposals.isEmpty
    }

    private func compare(
        _ audited: AuditedProposal, _ history: HistoryFold, _ registry: RegistryFold
    ) throws(AuditFinding) {
        let ref = audited.ref
        func finding(_ sentence: String) -> AuditFinding { .beside("the row of \(ref) \(sentence)", of: ref) }
        guard let folded = history.proposal else { throw finding("has no events") }
        try history.checkSigners(registry.registry)
        guard textDigest(folded.fields) == folded.textDigest else {
            throw AuditFinding(
                "the history of \(ref) does not lead to the text whose digest it names", at: history.position, of: ref)
        }
        guard let definition = registry.registry.lifecycles[folded.lifecycle.digest] else {
            throw AuditFinding(
                "\(ref) follows a lifecycle that the registry never loaded", at: audited.events.first?.position,
                of: ref)
        }
        if let fault = audited.fault { throw finding(fault) }
        guard let row = audited.row, let text = audited.text else { throw finding("cannot be read") }
        var made = ProposalRow(folded, definition, versionBefore: row.versionBefore)
        // What an earlier program did not know, `chancery init` writes.
        if row.asks == nil { made.asks = nil }
        var madeText = ProposalText(folded, definition, registry.registry, form: text.words.form)
        // Those of its batch, whatever the registry says by now.
        let regions = registry.regions(of: folded, definition, at: history.position)
        if regions.contains(text.listed.regions) { madeText.listed.regions = text.listed.regions }
        let name =
            differing(row, made) ?? differing(text.listed, madeText.listed) ?? differing(text.words, madeText.words)
        if let name {
            throw finding(
                "says another \(name) than its \(counted(folded.version, "event")) \(folded.version == 1 ? "makes" : "make")"
            )
        }
        try comparePersonal(audited, history.commitments)
    }

    private func comparePersonal(_ audited: AuditedProposal, _ commitments: Commitments) throws(AuditFinding) {
        var kept: Set<String> = []
        for value in audited.personal {
            try commitments.check(value)
            kept.insert(value.commitment)
        }
        guard kept.count < commitments.places.count,
            let missing = commitments.inOrder.first(where: { !kept.contains($0) })
        else { return }
        throw commitments.lacking(missing, isOfProposal: true)
    }

    /// What was filed is stored before the event says so, and stays.
    private func compare(_ filed: [FiledDocument], _ store: any RecordStore) async throws {
        let sizes = try await store.auditDocumentSizes(Set(filed.map(\.document.digest)).sorted())
        for one in filed {
            let what = "event \(one.position) files the document \(one.document.digest) of \(one.ref)"
            guard let size = sizes[one.document.digest] else {
                throw AuditFinding.beside(
                    "\(what), which is not stored; bring it back from a backup", at: one.position, of: one.ref)
            }
            guard size == one.document.size else {
                throw AuditFinding.beside(
                    "\(what) with \(one.document.size) bytes, but \(size) are stored; bring it back from a backup",
                    at: one.position, of: one.ref)
            }
        }
    }
}

/// The name of the first column in which a row as it is stored differs from the one that its events make; nil where none does.
private func differing<Row: Hashable>(_ stored: Row, _ made: Row) -> String? {
    guard stored != made else { return nil }
    for (own, other) in zip(Mirror(reflecting: stored).children, Mirror(reflecting: made).children)
    where String(reflecting: own.value) != String(reflecting: other.value) {
        return columns[own.label ?? ""] ?? own.label
    }
    return "value"
}

/// The columns whose names are not those of the members.
private let columns = [
    "lastDigest": "last_digest", "lifecycleID": "lifecycle_id", "isFinal": "is_final", "isShared": "is_shared",
    "publishedFields": "published_fields", "focusAreas": "focus_areas", "deadlineNoted": "deadline_noted",
    "hasOpenRound": "has_open_round", "notHeard": "not_heard", "searchText": "search_text",
    "titleWords": "title_words", "form": "words",
    "firstDay": "first_day", "lastDay": "last_day", "isLapsed": "lapsed", "recordedAt": "recorded_at",
]
