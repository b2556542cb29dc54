import CanonicalJSON
import Proposals

/// The database as one watcher reads it: the events after its place that it is shown, a page at a time.
struct RecordPages: Sendable {
    /// What was read.
    struct Page: Sendable {
        var events: [WatchedEvent]
        /// Where the watch stands after it.
        var place: WatchPlace
        /// Whether the record ends here.
        var isAtEnd: Bool
        var context: ReadContext
    }

    private static let page = 256

    let watches: Watches
    let forum: String
    /// The one proposal that is watched; nil for all.
    let ref: String?
    let caller: Caller

    func page(after place: WatchPlace) async throws(ServiceFailure) -> Page {
        let store = watches.store
        var (events, isCut) = try await storing { () throws(StoreError) in
            guard let ref else { return try await Self.page(of: store, forum, after: place.position) }
            return try await Self.page(of: store, forum, ref, after: place.version)
        }
        let context = try await watches.watcherContext(forum, caller, closed: .isRead)
        var seen: [StoredEvent] = []
        var looked = place
        look: for event in events {
            // What was recorded between the looks with which the watch began.
            if event.position <= place.position {
                looked.pass(event)
                continue
            }
            switch await readAccess(to: event, context) {
            case .success(let isSeen):
                if isSeen { seen.append(event) }
                looked.pass(event)
            case .failure(let failure):
                // Here too: what stands before it is shown first.
                guard failure.code == .recordDiverged, looked != place else { throw failure }
                isCut = true
                break look
            }
        }
        let personal = try await watches.records.personal(seen.map { .object($0.sealed.event.data) })
        return Page(
            events: seen.map { WatchedEvent($0, in: forum, personal: personal) }, place: looked,
            isAtEnd: events.count < Self.page && !isCut, context: context)
    }

    /// The next events, and whether they end before one that cannot be read: the look after it begins with that one.
    private static func page(
        of store: any RecordStore, _ forum: String, after position: Int64
    ) async throws(StoreError) -> ([StoredEvent], isCut: Bool) {
        do throws(StoreError) {
            return (try await store.record(forum: forum, after: position, limit: page), false)
        } catch {
            guard case .unreadable(let event) = error, event.position > position + 1 else { throw error }
            let before = Int(event.position - position - 1)
            return (try await store.record(forum: forum, after: position, limit: before), true)
        }
    }

    /// The next events of one proposal, found by index. Before one that cannot be read they come one by one.
    private static func page(
        of store: any RecordStore, _ forum: String, _ ref: String, after version: Int
    ) async throws(StoreError) -> ([StoredEvent], isCut: Bool) {
        let cursor = StreamCursor(forum: forum, stream: ref, after: version)
        do throws(StoreError) {
            return (try await store.stream(cursor, limit: page), false)
        } catch {
            guard case .unreadable = error else { throw error }
            return (try await store.stream(cursor, limit: 1), true)
        }
    }

    /// Whether the watcher may see an event, or why that cannot be told: a value and no error, as in ``WatchedEvents/Iterator/next()``.
    @inline(never)
    private func readAccess(to event: StoredEvent, _ context: ReadContext) async -> Result<Bool, ServiceFailure> {
        do { return .success(try await maySee(event, context)) } catch { return .failure(error) }
    }

    /// A proposal is shown from its circulation on; accounts and tokens only to those who manage or audit them.
    private func maySee(_ event: StoredEvent, _ context: ReadContext) async throws(ServiceFailure) -> Bool {
        if context.viewer.readsEverything { return true }
        let shown = watches.records.memory.shownVersions
        if let known = shown.audience(of: event, context.registry) { return known == .forum }
        let (store, stream) = (watches.store, event.sealed.event.stream)
        let cursor = StreamCursor(forum: forum, stream: stream, after: 0)
        let loaded = try await storing { () throws(StoreError) in try await store.load([cursor]) }
        shown.keep(stream, loaded.events.first ?? [], context.registry)
        guard let known = shown.audience(of: event, context.registry) else {
            throw UnreadableEvent(
                forum: forum, position: event.position, stream: stream,
                reason: "the history of \(stream) does not fold up to it"
            ).failure
        }
        return known == .forum
    }
}
