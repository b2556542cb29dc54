import CanonicalJSON
import Proposals

/// Where a watch stands: the position that it has passed, and of the one proposal that it follows the version.
struct WatchPlace: Sendable, Hashable {
    var position: Int64
    var version = 0

    fileprivate mutating func pass(_ event: StoredEvent) {
        position = max(position, event.position)
        version = event.sealed.event.version
    }
}

/// The events of a watch. Reads a part of the record at a time, when the one before was taken: a slow reader costs nothing, and
/// one that leaves, leaves nothing behind.
package struct WatchedEvents: AsyncSequence {
    let watches: Watches
    let forum: String
    /// The one proposal that is watched; nil for all.
    let ref: String?
    let caller: Caller
    let start: WatchPlace
    let wakeups: AsyncStream<Void>

    package func makeAsyncIterator() -> Iterator {
        Iterator(
            watches: watches, forum: forum, ref: ref, caller: caller, wakeups: wakeups.makeAsyncIterator(),
            place: start)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private static let page = 256

        fileprivate let watches: Watches
        fileprivate let forum: String
        fileprivate let ref: String?
        fileprivate let caller: Caller
        fileprivate var wakeups: AsyncStream<Void>.Iterator
        fileprivate var place: WatchPlace
        /// Why it ends once everything was shown: the forum was closed.
        private var closing: ServiceFailure?
        private var ready: [WatchedEvent] = []
        private var taken = 0
        private var isAtEnd = false

        fileprivate init(
            watches: Watches, forum: String, ref: String?, caller: Caller,
            wakeups: AsyncStream<Void>.Iterator, place: WatchPlace
        ) {
            self.watches = watches
            self.forum = forum
            self.ref = ref
            self.caller = caller
            self.wakeups = wakeups
            self.place = place
        }

        /// The next event; nil once the service ends or the task is cancelled.
        ///
        /// What it calls answers failures as values: the optimizer of Swift 6.3 crashes on errors thrown through this loop.
        package mutating func next() async throws -> WatchedEvent? {
            while taken == ready.count {
                if isAtEnd {
                    if let closing { throw closing }
                    if await wakeups.next() == nil { return nil }
                }
                if let failure = await lookFurther() { throw failure }
            }
            taken += 1
            return ready[taken - 1]
        }

        /// Reads the next part of the record; answers why that could not be done.
        @inline(never)
        private mutating func lookFurther() async -> (any Error)? {
            if Task.isCancelled { return CancellationError() }
            do { try await read() } catch { return Task.isCancelled ? CancellationError() : error }
            return nil
        }

        @inline(never)
        private mutating func read() async throws(ServiceFailure) {
            let (watches, forum, ref, place) = (watches, forum, ref, place)
            var (events, isCut) = try await storing { () throws(StoreError) in
                guard let ref else { return try await Self.page(of: watches.store, forum, after: place.position) }
                return try await Self.page(of: watches.store, forum, ref, after: place.version)
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
            ready = seen.map { event in
                WatchedEvent(
                    cursor: WatchCursor(forum: forum, event).description, seen: SeenEvent(event, personal: personal))
            }
            taken = 0
            self.place = looked
            isAtEnd = events.count < Self.page && !isCut
            if closing == nil, let reason = context.registry.closing {
                closing = ServiceFailure(closed: reason, context.registry)
                // What was recorded until the forum was closed may not have been read yet; after it there is nothing.
                isAtEnd = false
            }
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

        /// Whether the watcher may see an event, or why that cannot be told: a value and no error, as in ``next()``.
        @inline(never)
        private mutating func readAccess(
            to event: StoredEvent, _ context: ReadContext
        ) async -> Result<Bool, ServiceFailure> {
            do { return .success(try await maySee(event, context)) } catch { return .failure(error) }
        }

        /// A proposal is shown from its circulation on; accounts and tokens only to those who manage or audit them.
        private mutating func maySee(
            _ event: StoredEvent, _ context: ReadContext
        ) async throws(ServiceFailure) -> Bool {
            if context.viewer.readsEverything { return true }
            let sealed = event.sealed.event
            guard sealed.stream != Event.registryStream else {
                switch sealed.kind.body {
                case .registry(let type): return !type.isForKeepers
                case .opening, .proposal: return true
                }
            }
            if sealed.kind == .archived { return true }
            if let known = watches.records.memory.shownVersions.known(sealed.stream), sealed.version <= known.upTo {
                return known.contain(sealed.version)
            }
            let cursor = StreamCursor(forum: sealed.forum, stream: sealed.stream, after: 0)
            let watches = watches
            let loaded = try await storing { () throws(StoreError) in try await watches.store.load([cursor]) }
            let versions = ShownVersions.Versions(of: loaded.events.first ?? [], context.registry)
            guard sealed.version <= versions.upTo else {
                throw UnreadableEvent(
                    forum: sealed.forum, position: event.position, stream: sealed.stream,
                    reason: "the history of \(sealed.stream) does not fold up to it"
                ).failure
            }
            watches.records.memory.shownVersions.keep(sealed.stream, versions)
            return versions.contain(sealed.version)
        }
    }
}
