package import CanonicalJSON
import Lifecycle
import Proposals

/// One event as a watcher gets it, with the cursor from which to go on.
package struct WatchedEvent: Sendable, Hashable {
    package var cursor: String
    package var object: JSONObject
}

/// Where a watch stands: `forum:position:prefix of the leaf hash`. The hash notices a database that went back in time. The position
/// before the first event is -1, with zeros for a hash.
struct WatchCursor: Sendable, Hashable, CustomStringConvertible {
    var forum: String
    var position: Int64
    var prefix: String

    var description: String { "\(forum):\(position):\(prefix)" }

    init(forum: String, position: Int64, prefix: String) {
        self.forum = forum
        self.position = position
        self.prefix = prefix
    }

    init(forum: String, _ event: StoredEvent) {
        self.init(
            forum: forum, position: event.position, prefix: String(StoredEvent.hex(event.leafHash).prefix(16)))
    }

    /// Where a watch stands that begins at the beginning.
    static func beginning(of forum: String) -> WatchCursor {
        WatchCursor(forum: forum, position: -1, prefix: String(repeating: "0", count: 16))
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let position = Int64(parts[1]), position >= -1, parts[2].utf8.count == 16 else {
            return nil
        }
        self.init(forum: String(parts[0]), position: position, prefix: String(parts[2]))
    }
}

extension ProposalService {
    /// WATCH: every event of a forum, or of one of its proposals, from a cursor on (from the beginning without one), in the order
    /// of the record, until the sequence is left. Reads by position, so no event is missed; wake-ups only make it prompt.
    package func watch(
        _ forum: String, after text: String?, ref: String? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> WatchedEvents {
        _ = try await watcherContext(forum, caller)
        if let ref, try await visible(ref, caller).proposal.forum != forum {
            throw ServiceFailure(.notFound, "\(ref.prefix(64)) is no proposal of \(forum)")
        }
        // Subscribed before the first look, so that nothing is recorded unnoticed between the two.
        let wakeups = wakeups.subscribe(forum)
        return WatchedEvents(
            service: self, forum: forum, ref: ref, caller: caller, start: try await start(forum, text),
            wakeups: wakeups)
    }

    /// What WATCH takes for a cursor where nothing of what was recorded before is wanted.
    package static let watchNow = "now"

    /// The cursor of where a forum's record ends: a watch from it on begins with what is recorded next.
    package func watchEnd(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> String {
        _ = try await watcherContext(forum, caller)
        let length = try await storing { () throws(StoreError) in try await self.store.recordLength(forum: forum) }
        guard length > 0 else { return ProposalService.watchBeginning(forum) }
        let last = try await storing { () throws(StoreError) in
            try await self.store.record(forum: forum, after: length - 2, limit: 1)
        }
        return last.first.map { WatchCursor(forum: forum, $0).description } ?? ProposalService.watchBeginning(forum)
    }

    /// The cursor of a watch that has seen nothing.
    package static func watchBeginning(_ forum: String) -> String { WatchCursor.beginning(of: forum).description }

    /// Whoever watches must belong to the forum, all the while.
    fileprivate func watcherContext(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> ReadContext {
        let (context, _) = try await readerContext(caller, forum)
        guard context.registry.settings != nil, !context.offices.isEmpty || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you may see")
        }
        return context
    }

    /// The position after which a watch begins: -1 for the beginning.
    private func start(_ forum: String, _ text: String?) async throws(ServiceFailure) -> Int64 {
        guard let text else { return -1 }
        guard let cursor = WatchCursor(text), cursor.forum == forum else {
            throw ServiceFailure(.badCursor, "\"\(text.prefix(80))\" is no cursor of \(forum)")
        }
        if cursor == .beginning(of: forum) { return -1 }
        guard cursor.position >= 0 else {
            throw ServiceFailure(.badCursor, "\"\(text.prefix(80))\" is no cursor of \(forum)")
        }
        let events = try await storing { () throws(StoreError) in
            try await self.store.record(forum: forum, after: cursor.position - 1, limit: 1)
        }
        guard let event = events.first, event.position == cursor.position else {
            // What was known of versions may be of those that are gone.
            shownVersions.forgetAll()
            throw ServiceFailure(
                .cursorGone, "the record of \(forum) has no position \(cursor.position): it ends before this cursor")
        }
        guard WatchCursor(forum: forum, event) == cursor else {
            shownVersions.forgetAll()
            throw ServiceFailure(
                .recordDiverged,
                "position \(cursor.position) of the record of \(forum) is not what this cursor saw there")
        }
        return cursor.position
    }
}

/// The events of a watch. Reads a part of the record at a time, when the one before was taken: a slow reader costs nothing, and
/// one that leaves, leaves nothing behind.
package struct WatchedEvents: AsyncSequence {
    let service: ProposalService
    let forum: String
    /// The one proposal that is watched; nil for all.
    let ref: String?
    let caller: Caller
    let start: Int64
    let wakeups: AsyncStream<Void>

    package func makeAsyncIterator() -> Iterator {
        Iterator(
            service: service, forum: forum, ref: ref, caller: caller, wakeups: wakeups.makeAsyncIterator(),
            position: start)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private static let page = 256

        fileprivate let service: ProposalService
        fileprivate let forum: String
        fileprivate let ref: String?
        fileprivate let caller: Caller
        fileprivate var wakeups: AsyncStream<Void>.Iterator
        fileprivate var position: Int64
        private var ready: [WatchedEvent] = []
        private var taken = 0
        private var isAtEnd = false

        fileprivate init(
            service: ProposalService, forum: String, ref: String?, caller: Caller,
            wakeups: AsyncStream<Void>.Iterator, position: Int64
        ) {
            self.service = service
            self.forum = forum
            self.ref = ref
            self.caller = caller
            self.wakeups = wakeups
            self.position = position
        }

        /// The next event; nil once the service ends or the task is cancelled.
        ///
        /// What it calls answers failures as values: the optimizer of Swift 6.3 crashes on errors thrown through this loop.
        package mutating func next() async throws -> WatchedEvent? {
            while taken == ready.count {
                if isAtEnd, await wakeups.next() == nil { return nil }
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
            let (service, forum, position) = (service, forum, position)
            var (events, isCut) = try await service.storing { () throws(StoreError) in
                try await Self.page(of: service.store, forum, after: position)
            }
            let context = try await service.watcherContext(forum, caller)
            var seen: [StoredEvent] = []
            var looked = position
            look: for event in events {
                if let ref, event.sealed.event.stream != ref {
                    looked = event.position
                    continue
                }
                switch await sight(of: event, context) {
                case .success(let isSeen):
                    if isSeen { seen.append(event) }
                    looked = event.position
                case .failure(let failure):
                    // Here too: what stands before it is shown first.
                    guard failure.code == .recordDiverged, looked > position else { throw failure }
                    isCut = true
                    break look
                }
            }
            let personal = try await service.personal(seen.map { .object($0.sealed.event.data) })
            ready = seen.map { event in
                let cursor = WatchCursor(forum: forum, event).description
                var object = event.json(personal)
                object["forum"] = .string(forum)
                object["ref"] = .string(event.sealed.event.stream)
                return WatchedEvent(cursor: cursor, object: ["cursor": .string(cursor), "event": .object(object)])
            }
            taken = 0
            self.position = looked
            isAtEnd = events.count < Self.page && !isCut
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

        /// Whether the watcher may see an event, or why that cannot be told: a value and no error, as in ``next()``.
        @inline(never)
        private mutating func sight(
            of event: StoredEvent, _ context: ReadContext
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
                switch sealed.kind {
                case .accountOpened, .appointmentMade, .appointmentEnded, .tokenIssued, .tokenRevoked:
                    return false
                default: return true
                }
            }
            if sealed.kind == .archived { return true }
            if let known = service.shownVersions.known(sealed.stream), sealed.version <= known.upTo {
                return known.contain(sealed.version)
            }
            let cursor = StreamCursor(forum: sealed.forum, stream: sealed.stream, after: 0)
            let service = service
            let loaded = try await service.storing { () throws(StoreError) in try await service.store.load([cursor]) }
            let versions = ShownVersions.Versions(of: loaded.events.first ?? [], context.registry)
            guard sealed.version <= versions.upTo else {
                throw UnreadableEvent(
                    forum: sealed.forum, position: event.position, stream: sealed.stream,
                    reason: "the history of \(sealed.stream) does not fold up to it"
                ).failure
            }
            service.shownVersions.keep(sealed.stream, versions)
            return versions.contain(sealed.version)
        }
    }
}
