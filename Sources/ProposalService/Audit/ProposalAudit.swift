import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// Folds the history of each proposal again and compares what comes out with its row. Each page is read at one moment, so a write
/// between two pages changes nothing about either.
struct ProposalAudit {
    private static let page = 100
    /// More events than one batch adds: a row is made with the registry as its batch left it.
    private static let batchReach: Int64 = 8192

    private let forum: String
    private let store: any RecordStore
    private(set) var registry: Registry
    /// Which regions the partners were in, from each position of the record on at which that changed.
    private var regions: [(from: Int64, of: [String: String])] = []
    private(set) var done: Int64 = 0
    private(set) var last: String
    private(set) var isDone = false

    init(_ forum: String, after ref: String, store: any RecordStore) {
        self.forum = forum
        self.store = store
        last = ref
        registry = Registry(forum: forum)
    }

    var cursor: AuditCursor { AuditCursor(isDone ? .registry : .proposals(after: last)) }

    /// Compares the next page.
    mutating func advance() async throws {
        let page = try await store.auditProposals(
            forum: forum, after: last.isEmpty ? nil : last, limit: ProposalAudit.page,
            registryVersion: registry.version)
        try fold(page.registry)
        for proposal in page.proposals { try compare(proposal) }
        done += Int64(page.proposals.count)
        last = page.proposals.last?.ref ?? last
        isDone = page.proposals.count < ProposalAudit.page
    }

    /// Folds further events of the registry.
    mutating func fold(_ events: [AuditedEvent]) throws(AuditFinding) {
        for event in events {
            let finding = { (why: EventError) in
                AuditFinding("event \(event.position) of the registry does not follow: \(why)", at: event.position)
            }
            let sealed = try event.opened(forum)
            do throws(EventError) {
                try registry.evolve(sealed)
            } catch { throw finding(error) }
            guard event.lifecycle == nil else {
                throw AuditFinding(
                    "event \(event.position) of the registry names a lifecycle in its row", at: event.position)
            }
            let now = registry.partners.compactMapValues { $0.attributes[ProposalRow.regionAttribute] }
            if regions.last?.of != now { regions.append((event.position, now)) }
        }
    }

    private func compare(_ audited: AuditedProposal) throws(AuditFinding) {
        let ref = audited.ref
        func finding(_ sentence: String) -> AuditFinding {
            AuditFinding("the row of \(ref) \(sentence)", of: ref, concernsRecord: false)
        }
        var folded: Proposal?
        for event in audited.events {
            let sealed = try event.opened(forum)
            do throws(EventError) {
                folded = try Proposal.evolve(folded, sealed)
            } catch {
                throw AuditFinding("event \(event.position) does not follow: \(error)", at: event.position, of: ref)
            }
            guard let folded, event.lifecycle.flatMap(Digest.init)?.hex == folded.lifecycle.digest else {
                throw AuditFinding(
                    "event \(event.position) (\(ref) \(event.version)): its row says another lifecycle than its history",
                    at: event.position, of: ref)
            }
        }
        guard let folded, let lastEvent = audited.events.last else { throw finding("has no events") }
        guard textDigest(folded.fields) == folded.textDigest else {
            throw AuditFinding(
                "the history of \(ref) does not lead to the text whose digest it names", at: lastEvent.position, of: ref
            )
        }
        guard let definition = registry.lifecycles[folded.lifecycle.digest] else {
            throw AuditFinding(
                "\(ref) follows a lifecycle that the registry never loaded", at: audited.events.first?.position, of: ref
            )
        }
        if let fault = audited.fault { throw finding(fault) }
        guard var row = audited.row else { throw finding("cannot be read") }
        row.versionBefore = row.version
        let made = ProposalRow(folded, definition, registry, versionBefore: row.version)
        guard row.differing(from: made, regions: regionsThen(folded, definition, lastEvent.position)) == nil else {
            let name = row.differing(from: made, regions: []) ?? "regions"
            throw finding("says another \(name) than its \(folded.version) events make")
        }
    }

    /// The regions that the row may name: those of its batch, which changes of the registry in the same batch may have moved.
    private func regionsThen(
        _ proposal: Proposal, _ definition: LifecycleDefinition, _ position: Int64
    ) -> [[String]] {
        let before = regions.last { $0.from <= position }
        let during = regions.filter { $0.from > position && $0.from <= position + ProposalAudit.batchReach }
        return ([before].compactMap(\.self) + during).map { regions in
            ProposalRow.regions(of: proposal.insiders(definition)) { regions.of[$0] }
        }
    }
}

extension ProposalRow {
    /// The first column that differs, regions by any of those given.
    fileprivate func differing(from other: ProposalRow, regions choices: [[String]]) -> String? {
        var other = other
        if choices.contains(regions) { other.regions = regions }
        guard self != other else { return nil }
        for (own, made) in zip(Mirror(reflecting: self).children, Mirror(reflecting: other).children)
        where String(reflecting: own.value) != String(reflecting: made.value) {
            return ProposalRow.columns[own.label ?? ""] ?? own.label
        }
        return "value"
    }

    /// The columns whose names are not those of the members.
    private static let columns = [
        "lastDigest": "last_digest", "lifecycleID": "lifecycle_id", "isFinal": "is_final", "isShared": "is_shared",
        "publishedFields": "published_fields", "focusAreas": "focus_areas", "deadlineNoted": "deadline_noted",
        "hasOpenRound": "has_open_round", "notHeard": "not_heard", "searchText": "search_text",
        "titleWords": "title_words", "recordedAt": "recorded_at",
    ]
}
