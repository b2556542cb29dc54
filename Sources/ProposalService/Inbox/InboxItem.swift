package import CivilTime
package import Lifecycle
package import Proposals

/// One thing that waits for somebody.
package struct InboxItem: Sendable {
    package var ref: String
    package var title: String
    package var state: String
    package var what: String
    package var why: String
    /// The same without words.
    package var reasons: [Reason] = []
    package var transition: String?
    package var partner: String?
    /// When the round closes, of a position in it.
    package var closes: Instant?
    /// The last day on which it is in time, where a rule sets one.
    package var due: CivilDate?
    package var since: Instant
    /// The invitation that it is about.
    package var invitation: Int?
    /// Whether its deadline, or the day on which it was due, has passed.
    package var isOverdue = false
    /// Whether it is an objection or a reservation that holds everything up until somebody answers it.
    var isPressing = false
    /// What the act needs, or lacks; nil where it is no move, no fact and no decision.
    package var offer: Offer?

    var cursor: String { "\(ref):\(what):\(partner ?? "")" + (invitation.map { ":\($0)" } ?? "") }

    /// The earlier of both ends; a day that it is due lasts as long as it does in UTC.
    fileprivate var deadline: Instant? {
        let end = due.flatMap { CivilDate(daysSinceEpoch: $0.daysSinceEpoch + 1) }.map { Instant(startOf: $0) }
        return [closes, end].compactMap(\.self).min()
    }
}

extension [InboxItem] {
    /// What is overdue comes first, then what has the nearest deadline, then what others are held up by, then what waits longest.
    package func inOrder() -> [InboxItem] { map(OrderedItem.init).sorted().map(\.item) }
}

/// An item with what its place follows from, made once and not at each comparison.
private struct OrderedItem: Comparable {
    let item: InboxItem
    let deadline: Instant?
    let cursor: String

    init(_ item: InboxItem) {
        self.item = item
        deadline = item.deadline
        cursor = item.cursor
    }

    static func == (left: OrderedItem, right: OrderedItem) -> Bool { !(left < right) && !(right < left) }

    static func < (left: OrderedItem, right: OrderedItem) -> Bool {
        guard left.item.isOverdue == right.item.isOverdue else { return left.item.isOverdue }
        switch (left.deadline, right.deadline) {
        case (.some(let one), .some(let other)) where one != other: return one < other
        case (.some, .none): return true
        case (.none, .some): return false
        case (.none, .none) where left.item.isPressing != right.item.isPressing: return left.item.isPressing
        case (.none, .none), (.some, .some):
            return (left.item.since, left.cursor) < (right.item.since, right.cursor)
        }
    }
}

/// A page of an inbox.
package struct InboxPart: Sendable {
    package var items: [InboxItem] = []
    /// Where the next page begins; nil where this is the last.
    package var next: String?
    /// Proposals whose history cannot be read.
    package var unreadable: [String] = []
}
