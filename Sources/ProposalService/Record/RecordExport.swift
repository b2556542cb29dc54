import CanonicalJSON
import Proposals
import Record

/// One export: what it is of, and its events in the order of the record.
package struct RecordExport: Sendable {
    package let forum: String
    /// Nil for the whole forum.
    package let ref: String?
    /// The checkpoint that it ends at, and whose signatures count.
    package let last: PublishedCheckpoint
    /// How the record was started again after it broke.
    package let breaks: [RecordBreak]
    /// Whether the reader may be shown every personal value; else those of the proposal alone.
    package let readsEverything: Bool
    let store: any RecordStore
    private static let page = 1000

    init(
        _ last: PublishedCheckpoint, breaks: [RecordBreak], forum: String, ref: String?, readsEverything: Bool,
        store: any RecordStore
    ) {
        self.last = last
        self.forum = forum
        self.ref = ref
        self.breaks = breaks
        self.readsEverything = readsEverything
        self.store = store
    }

    package var size: Int64 { last.checkpoint.size }

    /// The tiles that proofs are made from.
    package var tiles: StoredTiles { StoredTiles(forum: forum, store: store) }

    /// How many events it has. Those of a proposal are all loaded to be counted.
    package func count() async throws(ServiceFailure) -> Int64 {
        ref == nil ? size : Int64(try await streams().count)
    }

    /// Hands out the events in the order of the record, each with what opens its commitments.
    package func events(
        _ body: (StoredEvent, [String: CommitmentOpening]) async throws -> Void
    ) async throws {
        if ref != nil {
            try await hand(out: try await streams(), to: body)
            return
        }
        var next: Int64 = 0
        while next < size {
            let limit = Int(min(Int64(RecordExport.page), size - next))
            let page: [StoredEvent]
            do { page = try await store.record(forum: forum, after: next - 1, limit: limit) } catch {
                throw ServiceFailure(error)
            }
            guard page.count == limit, page.first?.position == next else {
                throw ServiceFailure(.recordDiverged, "the record of \(forum) lacks events from \(next) on")
            }
            try await hand(out: page, to: body)
            next += Int64(limit)
        }
    }

    private func hand(
        out events: [StoredEvent], to body: (StoredEvent, [String: CommitmentOpening]) async throws -> Void
    ) async throws {
        let told = events.filter { readsEverything || $0.sealed.event.stream == ref }
        let commitments = told.flatMap { RecordExport.commitments(.object($0.sealed.event.data)) }
        let openings: [String: CommitmentOpening]
        do { openings = try await store.openings(of: commitments) } catch { throw ServiceFailure(error) }
        for event in events {
            let mayTell = readsEverything || event.sealed.event.stream == ref
            try await body(event, mayTell ? openings : [:])
        }
    }

    func streams() async throws(ServiceFailure) -> [StoredEvent] {
        let cursors = [Event.registryStream, ref ?? ""].map { StreamCursor(forum: forum, stream: $0, after: 0) }
        do {
            return try await store.load(cursors).events.flatMap { $0 }
                .filter { $0.position < size }.sorted { $0.position < $1.position }
        } catch { throw ServiceFailure(error) }
    }

    private static func commitments(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): text.hasPrefix(PersonalData.prefix) ? [text] : []
        case .array(let values): values.flatMap(commitments)
        case .object(let object): object.members.flatMap { commitments($0.value) }
        case .null, .bool, .integer: []
        }
    }
}
