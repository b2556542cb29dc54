package import CivilTime

/// The part of the port that keeps acts which were refused. No part of the record, and bounded: newer ones take the place of older ones.
package protocol RefusalStore: Sendable {
    /// Keeps refusals of a forum, at most ``CountedRefusal/mostAtOnce``; those that are the same within an hour are counted in one row.
    /// - Throws: ``StoreError/effectUnknown(_:)`` where it may be stored: kept again, it would be counted twice.
    func keep(_ refusals: [CountedRefusal], forum: String) async throws(StoreError)

    /// What is kept, the newest first.
    func refusals(_ query: RefusalQuery) async throws(StoreError) -> [StoredRefusal]
}

/// How often something was refused, and when.
package struct RefusalCount: Sendable, Hashable {
    package var first: Instant
    package var last: Instant
    package var count: Int

    package init(first: Instant, last: Instant, count: Int) {
        self.first = first
        self.last = last
        self.count = count
    }

    mutating func add(_ other: RefusalCount) {
        first = min(first, other.first)
        last = max(last, other.last)
        count += other.count
    }
}

/// An act that was refused, and how often.
package struct CountedRefusal: Sendable, Hashable {
    package var act: RefusedAct
    package var count: RefusalCount

    /// As many as are kept in one trip.
    package static let mostAtOnce = 500

    package init(act: RefusedAct, count: RefusalCount) {
        self.act = act
        self.count = count
    }
}

/// Which refusals of a forum are asked for.
package struct RefusalQuery: Sendable, Hashable {
    package var forum: String
    /// Those that happened last at this moment or later.
    package var since: Instant?
    package var account: String?
    /// Those that stand after this one, which is the last of a page.
    package var after: Int64?
    package var limit: Int

    package init(
        forum: String, since: Instant? = nil, account: String? = nil, after: Int64? = nil, limit: Int
    ) {
        self.forum = forum
        self.since = since
        self.account = account
        self.after = after
        self.limit = limit
    }
}

/// A refusal as it is kept.
package struct StoredRefusal: Sendable, Hashable {
    /// Its place: newer ones have higher numbers.
    package var number: Int64
    package var refusal: CountedRefusal

    package init(number: Int64, refusal: CountedRefusal) {
        self.number = number
        self.refusal = refusal
    }
}
