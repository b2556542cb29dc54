import CanonicalJSON
import CivilTime
import Proposals

/// One event that a feed holds.
final class FeedEntry: Sendable {
    let stored: StoredEvent
    let audience: EventAudience
    /// As it is shown; with personal values as they were known to the look that read it.
    let event: WatchedEvent
    /// Whether personal values belong to it: they may have been erased since.
    let isPersonal: Bool
    /// The number of the look that read it.
    let look: Int

    init(_ stored: StoredEvent, _ audience: EventAudience, _ event: WatchedEvent, isPersonal: Bool, look: Int) {
        self.stored = stored
        self.audience = audience
        self.event = event
        self.isPersonal = isPersonal
        self.look = look
    }

    /// About what it takes in memory, in bytes: as it is stored, as it was read, and as it goes out.
    var size: Int { 4 * stored.sealed.bytes.count + 1536 }
}

/// What watchers are judged by: the registries and the time, as they were with the last events that it brought, or after them.
struct FeedLook: Sendable {
    /// Which look it is.
    let number: Int
    /// The last look up to it that had something to tell, and when that was.
    let told: Int
    let toldAt: Instant?
    let context: ReadContext

    init(number: Int, told: Int, toldAt: Instant?, _ context: ReadContext) {
        self.number = number
        self.told = told
        self.toldAt = toldAt
        self.context = context
    }
}

/// What one look brought.
struct FeedPage: Sendable {
    /// The position of its first entry, or that of the next event.
    let start: Int64
    let entries: [FeedEntry]
    let context: ReadContext
    /// Whether more may be stored already.
    let isCut: Bool

    /// Whether watchers need to hear of it though nothing was recorded: registries changed, or logins and offices may have ended by time.
    /// What wakes a feed twice for one commit is no news.
    func tells(after look: FeedLook) -> Bool {
        let second: Int64 = 1_000_000
        return context.registries.mapValues(\.version) != look.context.registries.mapValues(\.version)
            || look.toldAt.map { $0.advanced(byMicroseconds: second) <= context.now } ?? true
    }
}

/// Reads the record of one forum for all who watch it.
struct FeedReader: Sendable {
    private static let page = 512

    let records: RecordReader
    let forum: String

    /// What was recorded from a position on, or from where the record ends now.
    ///
    /// - Parameters:
    ///   - last: the leaf hash of the event before that position, where one is held: the database must hold that very event.
    ///   - judgingEach: whether to find out whom each event is shown to.
    func page(
        from end: Int64?, last: [UInt8]?, look number: Int, judgingEach: Bool
    ) async throws(StoreError) -> FeedPage {
        let start: Int64
        if let end { start = end } else { start = try await records.store.recordLength(forum: forum) }
        let overlap: Int64 = last == nil ? 0 : 1
        let (found, context) = try await records.recorded(
            forum, after: start - 1 - overlap, limit: Self.page + Int(overlap))
        var events = found
        let isCut = events.count == Self.page + Int(overlap)
        for (place, event) in events.enumerated() where event.position != start - overlap + Int64(place) {
            throw .corrupt("the record of \(forum) has no position \(start - overlap + Int64(place))")
        }
        if let last {
            guard events.first?.leafHash == last else {
                throw .corrupt("position \(start - 1) of the record of \(forum) is not what was read there before")
            }
            events.removeFirst()
        }
        let audiences =
            judgingEach
            ? await records.audiences(of: events, context.registry) : events.map { _ in EventAudience.unclear }
        let commitments = events.map { PersonalData.commitments(in: .object($0.sealed.event.data)) }
        let wanted = commitments.reduce(into: Set<String>()) { $0.formUnion($1) }
        let personal = wanted.isEmpty ? [:] : try await records.lookups.personalValues(Array(wanted))
        let entries = events.indices.map { index in
            FeedEntry(
                events[index], audiences[index], WatchedEvent(events[index], in: forum, personal: personal),
                isPersonal: !commitments[index].isEmpty, look: number)
        }
        return FeedPage(start: start, entries: entries, context: context, isCut: isCut)
    }
}
