/// A page of what was asked for, in order.
package struct SeenPage<Item: Sendable>: Sendable {
    package var items: [Item]
    /// What the next page begins after; nil where this is the last.
    package var next: String?

    /// The first of these, as many as a page holds.
    init(of all: [Item], limit: Int, next id: (Item) -> String) {
        items = Array(all.prefix(limit))
        next = items.count < all.count ? items.last.map(id) : nil
    }

    /// The same page with more said of each.
    private init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    func mapped<Other: Sendable>(_ other: (Item) -> Other) -> SeenPage<Other> {
        SeenPage<Other>(items: items.map(other), next: next)
    }
}
