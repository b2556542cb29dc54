import CanonicalJSON
import PostgresStore
import ProposalService
import Proposals
import Testing

/// Folds a forum's events by itself, a little behind the server, and compares what the tables say with that.
struct ProjectionAudit {
    let forum: String
    let store: PostgresStore
    private var registry: Registry
    private var folded: [String: Proposal] = [:]
    private var position: Int64 = -1
    /// How many rows were compared, each at another version.
    private(set) var compared = 0
    /// How many events of each kind there were.
    private(set) var kinds: [EventKind: Int] = [:]

    init(forum: String, store: PostgresStore) {
        self.forum = forum
        self.store = store
        registry = Registry(forum: forum)
    }

    /// Reads on in the record, then compares every row that changed since.
    mutating func compare() async throws -> [ListedRow] {
        var changed: Set<String> = []
        while true {
            let events = try await store.record(forum: forum, after: position, limit: 1000)
            for event in events {
                position = event.position
                kinds[event.sealed.event.kind, default: 0] += 1
                if event.sealed.event.stream == Event.registryStream {
                    try registry.evolve(event.sealed)
                } else {
                    let ref = event.sealed.event.stream
                    folded[ref] = try Proposal.evolve(folded[ref], event.sealed)
                    changed.insert(ref)
                }
            }
            if events.count < 1000 { break }
        }
        let rows = try await store.list(ListQuery(forum: forum, visibility: .everything, limit: 10_000))
        #expect(rows.count == folded.count)
        for listed in rows where changed.contains(listed.row.ref) {
            let row = listed.row
            compared += 1
            guard let proposal = folded[row.ref], let definition = registry.lifecycles[proposal.lifecycle.digest] else {
                Issue.record("\(row.ref) has a row and no events")
                continue
            }
            #expect(row == ProposalRow(proposal, definition, versionBefore: row.version), "\(row.ref)")
            #expect(listed.text == ProposalText(proposal, definition, registry).listed, "\(row.ref)")
            #expect(textDigest(proposal.fields) == proposal.textDigest, "\(row.ref)")
        }
        return rows
    }
}
