import CanonicalJSON
import CivilTime
import Lifecycle
import PostgresStore
import ProposalService
import Proposals
import Testing

/// A forum's whole record, and what must be true of it whatever happened.
struct RecordAudit: Sendable {
    let events: [StoredEvent]
    private let byPosition: [Int64: StoredEvent]

    static func read(_ forum: String, from store: PostgresStore) async throws -> RecordAudit {
        var events: [StoredEvent] = []
        while true {
            let page = try await store.record(forum: forum, after: events.last?.position ?? -1, limit: 1000)
            events += page
            if page.count < 1000 { break }
        }
        let length = try await store.recordLength(forum: forum)
        #expect(length == Int64(events.count))
        return RecordAudit(
            events: events, byPosition: Dictionary(uniqueKeysWithValues: events.map { ($0.position, $0) }))
    }

    func event(at position: Int64) -> StoredEvent? { byPosition[position] }

    /// Positions and versions have no gaps, each event starts where the last one of its stream ended.
    func checkOrder() {
        for (index, event) in events.enumerated() where event.position != Int64(index) {
            Issue.record("the event at place \(index) has the position \(event.position)")
            return
        }
        var last: [String: Event] = [:]
        for stored in events {
            let event = stored.sealed.event
            let before = last[event.stream]
            #expect(event.version == (before?.version ?? 0) + 1, "\(event.stream) \(event.version)")
            #expect(event.from == before?.to, "\(event.stream) \(event.version)")
            if let before { #expect(before.recordedAt < event.recordedAt, "\(event.stream) \(event.version)") }
            last[event.stream] = event
        }
    }

    /// Each move is an edge of the lifecycle as its file draws it, each undo the inverse of the last move.
    func checkEdges(_ definition: LifecycleDefinition) {
        var moves: [String: [Event]] = [:]
        for stored in events where stored.sealed.event.stream != Event.registryStream {
            let event = stored.sealed.event
            guard event.kind == .moved else {
                #expect(event.from == nil || event.from == event.to, "\(event.stream) \(event.version)")
                continue
            }
            let transition = event.data["transition"]?.string.flatMap { definition.transition($0) }
            if event.data["undoes"] != nil {
                let last = moves[event.stream]?.last
                #expect(last != nil && last?.data["undoes"] == nil, "\(event.stream) \(event.version)")
                #expect(event.from == last?.to && event.to == last?.from, "\(event.stream) \(event.version)")
            } else {
                #expect(transition?.from.contains(event.from ?? "") ?? false, "\(event.stream) \(event.version)")
                #expect(transition?.to == event.to, "\(event.stream) \(event.version)")
            }
            moves[event.stream, default: []].append(event)
        }
    }
}
