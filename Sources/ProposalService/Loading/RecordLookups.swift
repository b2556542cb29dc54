import CivilTime
import Proposals

/// What reads of the record look up, each kind gathered for all that read at once.
final class RecordLookups: Sendable {
    /// Streams as far as they were asked for, at one moment.
    private struct Streams: Sendable {
        var now: Instant
        var events: [StreamCursor: [StoredEvent]]
    }

    private let streams: GatheredLookups<StreamCursor, Streams>
    private let personal: GatheredLookups<String, [String: String]>

    init(_ store: any RecordStore) {
        streams = GatheredLookups { cursors throws(StoreError) in
            let loaded = try await store.load(cursors)
            return Streams(
                now: loaded.now, events: Dictionary(zip(cursors, loaded.events)) { first, _ in first })
        }
        personal = GatheredLookups { commitments throws(StoreError) in
            try await store.personalValues(commitments)
        }
    }

    /// As ``RecordStore/load(_:)``.
    func load(_ cursors: [StreamCursor]) async throws(StoreError) -> LoadedStreams {
        let found = try await streams.found(cursors)
        return LoadedStreams(now: found.now, events: cursors.map { found.events[$0] ?? [] })
    }

    /// As ``RecordStore/personalValues(_:)``, and perhaps values that others asked for.
    func personalValues(_ commitments: [String]) async throws(StoreError) -> [String: String] {
        try await personal.found(commitments)
    }
}
