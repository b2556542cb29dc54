import Proposals

/// Watches of forums: where each begins, and whether its reader may have it.
final class Watches: Sendable {
    let records: RecordReader
    let feeds: WatchFeeds
    var store: any RecordStore { records.store }

    init(_ records: RecordReader, _ wakeups: WakeupHub, _ configuration: ServiceConfiguration) {
        self.records = records
        feeds = WatchFeeds(records, wakeups, configuration)
    }

    /// WATCH: every event of a forum, or of one of its proposals, from a cursor on (from the beginning without one), in the order
    /// of the record, until the sequence is left. Reads by position, so no event is missed; wake-ups only make it prompt.
    func watch(
        _ forum: String, after text: String?, ref: String? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> WatchedEvents {
        let context = try await watcherContext(forum, caller, closed: .isRefused)
        var versions: Int?
        if let ref {
            let proposal = try await records.visible(ref, caller).proposal
            guard proposal.forum == forum else {
                throw ServiceFailure(.notFound, "\(ref.prefix(64)) is not a proposal of \(forum)")
            }
            versions = proposal.version
        }
        // Taken before the first look, so that nothing is recorded unnoticed between the two.
        let seat = feeds.seat(forum, showsEverything: context.viewer.readsEverything)
        let position = try await start(forum, text)
        var start = WatchPlace(position: position)
        if let ref, let versions {
            start.version = try await version(of: ref, forum, at: position, upTo: versions)
        }
        return WatchedEvents(watches: self, forum: forum, ref: ref, caller: caller, start: start, seat: seat)
    }

    /// The last version of a proposal that stands at a position of the record or before it: found by halves, so that neither the
    /// record nor the proposal's history is read through.
    private func version(
        of ref: String, _ forum: String, at position: Int64, upTo last: Int
    ) async throws(ServiceFailure) -> Int {
        guard position >= 0 else { return 0 }
        // Versions up to `low` stand there or before, those after `high` do not.
        var (low, high, probe) = (0, last, last)
        while low < high {
            let before = StreamCursor(forum: forum, stream: ref, after: probe - 1)
            let found = try await storing { () throws(StoreError) in try await self.store.stream(before, limit: 1) }
            if let event = found.first, event.position <= position { low = probe } else { high = probe - 1 }
            probe = low + (high - low + 1) / 2
        }
        return low
    }

    /// The cursor of where a forum's record ends: a watch from it on begins with what is recorded next.
    func end(of forum: String, _ caller: Caller) async throws(ServiceFailure) -> String {
        _ = try await watcherContext(forum, caller, closed: .isRefused)
        let length = try await storing { () throws(StoreError) in try await self.store.recordLength(forum: forum) }
        let beginning = WatchCursor.beginning(of: forum)
        guard length > 0 else { return beginning.description }
        let last = try await storing { () throws(StoreError) in
            try await self.store.record(forum: forum, after: length - 2, limit: 1)
        }
        return (last.first.map { WatchCursor(forum: forum, $0) } ?? beginning).description
    }

    /// Whoever watches must belong to the forum, all the while.
    func watcherContext(
        _ forum: String, _ caller: Caller, closed: ClosedForum
    ) async throws(ServiceFailure) -> ReadContext {
        let (context, _) = try await records.readerContext(caller, forum, closed: closed)
        try mustBelong(context)
        return context
    }

    /// The same by what a feed has just read for everybody.
    func watcherContext(_ look: ReadContext, _ caller: Caller) throws(ServiceFailure) -> ReadContext {
        var context = look
        context.caller = caller
        try Access.check(caller, context.registries, context.now)
        try mustBelong(context)
        return context
    }

    private func mustBelong(_ context: ReadContext) throws(ServiceFailure) {
        guard context.registry.settings != nil, !context.offices.isEmpty || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(context.forum.prefix(64))\" that you can see")
        }
    }

    /// The position after which a watch begins: -1 for the beginning.
    private func start(_ forum: String, _ text: String?) async throws(ServiceFailure) -> Int64 {
        guard let text else { return -1 }
        guard let cursor = WatchCursor(text), cursor.forum == forum else {
            throw ServiceFailure(.badCursor, "\"\(text.prefix(80))\" is not a cursor of \(forum)")
        }
        if cursor == .beginning(of: forum) { return -1 }
        guard cursor.position >= 0 else {
            throw ServiceFailure(.badCursor, "\"\(text.prefix(80))\" is not a cursor of \(forum)")
        }
        let events = try await storing { () throws(StoreError) in
            try await self.store.record(forum: forum, after: cursor.position - 1, limit: 1)
        }
        guard let event = events.first, event.position == cursor.position else {
            // What was known of versions may be of those that are gone.
            records.memory.shownVersions.forgetAll()
            throw ServiceFailure(
                .cursorGone, "the record of \(forum) has no position \(cursor.position): it ends before this cursor")
        }
        guard WatchCursor(forum: forum, event) == cursor else {
            records.memory.shownVersions.forgetAll()
            throw ServiceFailure(
                .recordDiverged,
                "position \(cursor.position) of the record of \(forum) is not what this cursor saw there")
        }
        return cursor.position
    }
}
