/// A tile of a tree (C2SP tlog-tiles): up to 256 hashes of one level side by side, each the root of 256^level leaves.
///
/// A full tile never changes. A partial one, at the right edge, only grows.
package struct Tile: Sendable, Hashable {
    /// Hashes in a full tile.
    package static let fullWidth = 256
    /// Levels of the tree in one tile.
    static let height = 8

    /// 0 for leaf hashes; at level l, each hash is over a full tile at level l - 1.
    package let level: Int
    /// Counts the tiles of one level from the left, from 0.
    package let index: Int64
    /// The number of hashes, 1 to 256.
    package let width: Int

    package init(level: Int, index: Int64, width: Int = Tile.fullWidth) {
        self.level = level
        self.index = index
        self.width = width
    }

    package var isFull: Bool { width == Tile.fullWidth }

    /// The path under which tlog-tiles serves it: `tile/0/x001/067` or `tile/1/000.p/17`.
    package var path: String {
        var rest = index
        var elements = [Tile.padded(rest % 1000)]
        while rest >= 1000 {
            rest /= 1000
            elements.append("x" + Tile.padded(rest % 1000))
        }
        return (["tile", String(level)] + elements.reversed()).joined(separator: "/") + (isFull ? "" : ".p/\(width)")
    }

    private static func padded(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    /// The number of hashes at a level that a tree of a size has in its tiles.
    static func hashCount(level: Int, size: Int64) -> Int64 {
        level * height < 63 ? size >> Int64(level * height) : 0
    }

    /// How many hashes the tile at a place has in a tree of a size; 0 where it has none yet.
    package static func count(ofLevel level: Int, index: Int64, inSize size: Int64) -> Int {
        at(level: level, index: index, size: size)?.width ?? 0
    }

    /// The tile at a place of a tree of a size; nil when there is none.
    static func at(level: Int, index: Int64, size: Int64) -> Tile? {
        let (start, overflow) = index.multipliedReportingOverflow(by: Int64(fullWidth))
        let count = hashCount(level: level, size: size)
        guard !overflow, start >= 0, start < count else { return nil }
        return Tile(level: level, index: index, width: Int(min(count - start, Int64(fullWidth))))
    }

    /// The tiles at the right edge of a tree of a size that are not full: one a level at most.
    package static func edge(ofSize size: Int64) -> [Tile] {
        var tiles: [Tile] = []
        var level = 0
        while case let count = hashCount(level: level, size: size), count > 0 {
            let width = Int(count % Int64(fullWidth))
            if width > 0 { tiles.append(Tile(level: level, index: count / Int64(fullWidth), width: width)) }
            level += 1
        }
        return tiles
    }
}

extension MerkleNode {
    /// The tile that holds the hashes under this whole subtree, in a tree of a size; nil when the subtree is not whole there.
    func tile(inSize size: Int64) -> Tile? {
        let (hashes, _) = placement
        let count = Tile.hashCount(level: level / Tile.height, size: size)
        guard hashes.lowerBound >= 0, hashes.upperBound <= count else { return nil }
        return Tile.at(
            level: level / Tile.height, index: hashes.lowerBound / Int64(Tile.fullWidth), size: size)
    }

    /// Which hashes of the tiles' level lie under this subtree, and which of the tile that they stand in.
    var placement: (hashes: Range<Int64>, inTile: Range<Int>) {
        let width = Int64(1) << Int64(level % Tile.height)
        let (start, overflow) = index.multipliedReportingOverflow(by: width)
        guard !overflow, start >= 0, start <= Int64.max - width else { return (0..<Int64.max, 0..<0) }
        let first = Int(start % Int64(Tile.fullWidth))
        return (start..<(start + width), first..<(first + Int(width)))
    }
}
