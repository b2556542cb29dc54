import HashTreeCollections
import Sharing

/// What partners hold, by partner: a tree whose copies share all but the few nodes on the way to what changed. A round may have a
/// position of every partner, many a round is kept, and each act makes the next of it beside the one that others still read.
package struct Positions: Sendable, Hashable {
    private var byPartner: TreeDictionary<String, Shared<Position>> = [:]

    /// Nobody holds anything yet.
    package init() {}

    /// What a partner holds; nil where it holds nothing.
    package subscript(partner: String) -> Position? {
        get { byPartner[partner]?.value }
        set { byPartner[partner] = newValue.map { Shared($0) } }
    }

    /// Whether a partner holds anything.
    package func has(_ partner: String) -> Bool { byPartner.index(forKey: partner) != nil }

    /// How many partners hold something.
    package var count: Int { byPartner.count }
    package var isEmpty: Bool { byPartner.isEmpty }
    /// Who holds something.
    package var partners: Set<String> { Set(byPartner.keys) }

    /// Something of each position, by partner.
    package func mapValues<Result>(_ transform: (Position) -> Result) -> [String: Result] {
        var results = [String: Result](minimumCapacity: count)
        for (partner, position) in byPartner { results[partner] = transform(position.value) }
        return results
    }

    /// Puts a position in a partner's place; nil takes back what stands.
    mutating func put(_ position: Shared<Position>?, for partner: String) { byPartner[partner] = position }

    /// Whether a partner holds the same in both.
    static func agree(on partner: String, _ one: Positions, _ other: Positions) -> Bool {
        one.byPartner[partner] == other.byPartner[partner]
    }
}

extension Positions: Sequence {
    package func makeIterator() -> AnyIterator<(key: String, value: Position)> {
        var inner = byPartner.makeIterator()
        return AnyIterator { inner.next().map { ($0.key, $0.value.value) } }
    }
}
