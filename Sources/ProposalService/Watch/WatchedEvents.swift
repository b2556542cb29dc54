import CanonicalJSON
import Proposals

/// The events of a watch. What the forum's feed holds is taken from there; what is older is read from the database, a part at a time, when
/// the one before was taken: a slow reader costs nothing, and one that leaves, leaves nothing behind.
package struct WatchedEvents: AsyncSequence {
    let watches: Watches
    let forum: String
    /// The one proposal that is watched; nil for all.
    let ref: String?
    let caller: Caller
    let start: WatchPlace
    let seat: WatchSeat

    package func makeAsyncIterator() -> Iterator {
        Iterator(reading: RecordPages(watches: watches, forum: forum, ref: ref, caller: caller), seat, start)
    }

    package struct Iterator: AsyncIteratorProtocol {
        /// Where a part comes from.
        private enum Source {
            case feed([FeedEntry], FeedLook)
            /// With a position such that all that stands before it was recorded already; nil where none is known.
            case database(before: Int64?)
        }

        private let pages: RecordPages
        private let seat: WatchSeat
        private var place: WatchPlace
        /// The number of the feed's last look that this watch was judged by.
        private var look = 0
        /// Why it ends once everything was shown: the forum was closed.
        private var closing: ServiceFailure?
        /// Whether the next part is read from the database, whatever the feed holds.
        private var readsItself = false
        /// Whether the service ends: what is left is read from the database.
        private var isFinishing = false
        /// Whether nothing more comes.
        private var isOver = false
        private var ready: [WatchedEvent] = []
        private var taken = 0
        /// Whether the last part that was read from the database was the end of the record.
        private var isAtEnd = false

        fileprivate init(reading pages: RecordPages, _ seat: WatchSeat, _ start: WatchPlace) {
            self.pages = pages
            self.seat = seat
            place = start
        }

        /// The next event; nil once the service ends or the task is cancelled.
        ///
        /// What it calls answers failures as values: the optimizer of Swift 6.3 crashes on errors thrown through this loop.
        package mutating func next() async throws -> WatchedEvent? {
            while taken == ready.count {
                if isOver { return nil }
                if let failure = await lookFurther() { throw failure }
            }
            taken += 1
            return ready[taken - 1]
        }

        /// The next events, as many as are at hand; nil as for ``next()``.
        package mutating func nextPart() async throws -> ArraySlice<WatchedEvent>? {
            while taken == ready.count {
                if isOver { return nil }
                if let failure = await lookFurther() { throw failure }
            }
            defer { taken = ready.count }
            return ready[taken...]
        }

        /// Takes the next part from where it is; answers why that could not be done.
        @inline(never)
        private mutating func lookFurther() async -> (any Error)? {
            if Task.isCancelled { return CancellationError() }
            if let closing, isAtEnd { return closing }
            guard let source = await whereNext() else {
                isOver = true
                return nil
            }
            let before = (place, look)
            do { try await take(source) } catch {
                if Task.isCancelled { return CancellationError() }
                guard error.code == .storeUnavailable, !isFinishing else { return error }
                // A watch outlives its database's restart. Nothing that was not shown has been passed over.
                (place, look) = before
                readsItself = true
                do { try await Task.sleep(for: Iterator.patience) } catch { return CancellationError() }
            }
            return nil
        }

        /// How long a watch waits before it asks a database again that was out of reach.
        private static let patience = Duration.milliseconds(500)

        /// Where the next part comes from; nil where nothing more comes.
        private mutating func whereNext() async -> Source? {
            // What was recorded until the forum was closed may not have been read yet; after it there is nothing.
            if closing != nil { return .database(before: nil) }
            if readsItself {
                readsItself = false
                return .database(before: nil)
            }
            switch await seat.feed.part(after: place.position, seen: look) {
            case .held(let entries, let look): return .feed(entries, look)
            case .unheld(let end, let look):
                self.look = look
                return .database(before: end)
            case .finished:
                if isFinishing, isAtEnd { return nil }
                isFinishing = true
                return .database(before: nil)
            case .left: return nil
            }
        }

        @inline(never)
        private mutating func take(_ source: Source) async throws(ServiceFailure) {
            switch source {
            case .feed(let entries, let look): try await take(entries, look)
            case .database(let end): try await read(before: end)
            }
        }

        // MARK: from the feed

        /// Takes what the feed holds, as far as it is known who is shown it.
        @inline(never)
        private mutating func take(_ entries: [FeedEntry], _ look: FeedLook) async throws(ServiceFailure) {
            let context = try pages.watches.watcherContext(look.context, pages.caller)
            self.look = look.told
            var shown: [FeedEntry] = []
            for entry in entries {
                let event = entry.stored.sealed.event
                guard isWatched(event) else {
                    place.pass(upTo: entry.stored.position)
                    continue
                }
                if !context.viewer.readsEverything, case .unclear = entry.audience {
                    readsItself = true
                    break
                }
                if context.viewer.readsEverything || entry.audience == .forum { shown.append(entry) }
                place.pass(entry.stored)
            }
            ready = try await events(shown, look)
            taken = 0
            keepClosing(of: context)
        }

        /// Whether an event belongs to what is watched, and was not passed already.
        private func isWatched(_ event: Event) -> Bool {
            guard let ref = pages.ref else { return true }
            return event.stream == ref && event.version > place.version
        }

        /// The events as they are shown. Personal values that an earlier look knew are looked up again: they may have been erased.
        private func events(_ shown: [FeedEntry], _ look: FeedLook) async throws(ServiceFailure) -> [WatchedEvent] {
            func isOld(_ entry: FeedEntry) -> Bool { entry.isPersonal && entry.look != look.number }
            let old = shown.filter(isOld).map { JSONValue.object($0.stored.sealed.event.data) }
            guard !old.isEmpty else { return shown.map(\.event) }
            let personal = try await pages.watches.records.personal(old)
            return shown.map { entry in
                isOld(entry) ? WatchedEvent(entry.stored, in: pages.forum, personal: personal) : entry.event
            }
        }

        // MARK: from the database

        /// Reads the next part of the record.
        @inline(never)
        private mutating func read(before end: Int64?) async throws(ServiceFailure) {
            let page = try await pages.page(after: place)
            ready = page.events
            taken = 0
            place = page.place
            isAtEnd = page.isAtEnd
            if let end, isAtEnd {
                if pages.ref != nil {
                    // Of the proposal nothing is left before that position.
                    place.pass(upTo: end - 1)
                } else if place.position < end - 1 {
                    // The database went back to before what the feed holds.
                    seat.feed.forget()
                }
            }
            keepClosing(of: page.context)
        }

        private mutating func keepClosing(of context: ReadContext) {
            guard closing == nil, let reason = context.registry.closing else { return }
            closing = ServiceFailure(closed: reason, context.registry)
            isAtEnd = false
        }
    }
}
