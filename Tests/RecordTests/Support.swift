import Foundation
import Testing

@testable import Record

/// The test vectors beside the tests.
enum Vectors {
    /// Every file under a folder of Vectors, at any depth, by its path.
    static func files(under folder: String, suffix: String) throws -> [(path: String, data: Data)] {
        let root = try #require(Bundle.module.url(forResource: "Vectors", withExtension: nil))
            .appendingPathComponent(folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(suffix) }
        return try paths.sorted().map { ($0, try Data(contentsOf: root.appendingPathComponent($0))) }
    }
}

extension Digest {
    /// The digest of a number: leaves that differ.
    static func leaf(_ number: Int64) -> Digest { MerkleTree.leafHash(Array("leaf \(number)".utf8)) }

    /// The digest with one bit turned.
    func flipping(bit: Int) -> Digest {
        var copy = bytes
        copy[bit / 8] ^= 1 << UInt8(bit % 8)
        return Digest(copy) ?? self
    }
}

/// RFC 6962, section 2.1, word for word: slow, recursive, and written without the code under test.
enum Reference {
    static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }

    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard let first = leaves.first else { return Digest.sha256([]) }
        guard leaves.count > 1 else { return first }
        let (left, right) = divide(leaves)
        return Digest.sha256([0x01] + root(left).bytes + root(right).bytes)
    }

    static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let (left, right) = divide(leaves)
        return index < left.count
            ? path(index, left) + [root(right)] : path(index - left.count, right) + [root(left)]
    }

    static func consistency(_ old: Int, _ leaves: ArraySlice<Digest>, whole: Bool = true) -> [Digest] {
        guard old < leaves.count else { return whole ? [] : [root(leaves)] }
        let (left, right) = divide(leaves)
        return old <= left.count
            ? consistency(old, left, whole: whole) + [root(right)]
            : consistency(old - left.count, right, whole: false) + [root(left)]
    }

    private static func divide(_ leaves: ArraySlice<Digest>) -> (ArraySlice<Digest>, ArraySlice<Digest>) {
        let split = split(leaves.count)
        return (leaves.prefix(split), leaves.dropFirst(split))
    }
}
