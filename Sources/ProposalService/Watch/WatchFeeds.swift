import Synchronization

/// The feeds of the forums that somebody watches, each for as long as somebody does.
final class WatchFeeds: Sendable {
    private struct Entry {
        let feed: WatchFeed
        var watchers = 0
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let records: RecordReader
    private let wakeups: WakeupHub
    private let configuration: ServiceConfiguration

    init(_ records: RecordReader, _ wakeups: WakeupHub, _ configuration: ServiceConfiguration) {
        self.records = records
        self.wakeups = wakeups
        self.configuration = configuration
    }

    /// A place at a forum's feed, which hears of everything that is recorded from now on.
    func seat(_ forum: String, showsEverything: Bool) -> WatchSeat {
        let feed = entries.withLock { entries in
            let feed =
                entries[forum]?.feed
                ?? WatchFeed(FeedReader(records: records, forum: forum), wakeups.subscribe(forum), configuration)
            entries[forum, default: Entry(feed: feed)].watchers += 1
            return feed
        }
        if !showsEverything { feed.count(partial: 1) }
        // A new watcher is judged by nothing older than itself.
        feed.wake()
        return WatchSeat(feed, forum, isPartial: !showsEverything, of: self)
    }

    /// The feed of a forum; nil where nobody watches it.
    func feed(_ forum: String) -> WatchFeed? { entries.withLock { $0[forum]?.feed } }

    /// The watches of each forum, by its name.
    var figures: [WatchFigures] {
        entries.withLock { entries in entries.map { ($0.key, $0.value) } }.sorted { $0.0 < $1.0 }.map { forum, entry in
            WatchFigures(forum: forum, count: entry.watchers, read: entry.feed.held?.upperBound)
        }
    }

    fileprivate func leave(_ seat: WatchSeat) {
        if seat.isPartial { seat.feed.count(partial: -1) }
        // Dropped outside the lock.
        let dropped = entries.withLock { entries -> Entry? in
            guard var entry = entries[seat.forum] else { return nil }
            entry.watchers -= 1
            entries[seat.forum] = entry.watchers > 0 ? entry : nil
            return entry
        }
        _ = dropped
    }
}

/// One watcher's place at a feed; it is left when nobody holds it any more.
final class WatchSeat: Sendable {
    let feed: WatchFeed
    fileprivate let forum: String
    fileprivate let isPartial: Bool
    private let feeds: WatchFeeds

    fileprivate init(_ feed: WatchFeed, _ forum: String, isPartial: Bool, of feeds: WatchFeeds) {
        self.feed = feed
        self.forum = forum
        self.isPartial = isPartial
        self.feeds = feeds
    }

    deinit { feeds.leave(self) }
}
