import Foundation
import Testing

@testable import Record

/// The public vectors: every file that stands under Vectors/merkle.
@Suite struct MerkleVectorTests {
    struct Inclusion: Decodable {
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: String
        let leafHash: String
        let proof: [String]?
        let wantErr: Bool
    }

    struct Consistency: Decodable {
        let size1: UInt64
        let size2: UInt64
        let root1: String
        let root2: String
        let proof: [String]?
        let wantErr: Bool
    }

    @Test func everyInclusionFileEndsAsItSays() throws {
        let files = try Vectors.files(under: "merkle/inclusion", suffix: ".json")
        #expect(files.count >= 49)
        for file in files {
            let vector = try JSONDecoder().decode(Inclusion.self, from: file.data)
            #expect(MerkleVectorTests.holds(vector) != vector.wantErr, "\(file.path)")
        }
    }

    @Test func everyConsistencyFileEndsAsItSays() throws {
        let files = try Vectors.files(under: "merkle/consistency", suffix: ".json")
        #expect(files.count >= 43)
        for file in files {
            let vector = try JSONDecoder().decode(Consistency.self, from: file.data)
            #expect(MerkleVectorTests.holds(vector) != vector.wantErr, "\(file.path)")
        }
    }

    /// A digest of another length than 32 bytes, or a number beyond 2^63, is refused before it can be a proof.
    private static func holds(_ vector: Inclusion) -> Bool {
        guard let index = Int64(exactly: vector.leafIdx), let size = Int64(exactly: vector.treeSize),
            let leaf = digest(vector.leafHash), let root = digest(vector.root), let path = path(vector.proof)
        else { return false }
        return (try? InclusionProof(index: index, size: size, path: path).verify(leafHash: leaf, root: root)) != nil
    }

    private static func holds(_ vector: Consistency) -> Bool {
        guard let old = Int64(exactly: vector.size1), let new = Int64(exactly: vector.size2),
            let oldRoot = digest(vector.root1), let newRoot = digest(vector.root2), let path = path(vector.proof)
        else { return false }
        let proof = ConsistencyProof(oldSize: old, newSize: new, path: path)
        return (try? proof.verify(oldRoot: oldRoot, newRoot: newRoot)) != nil
    }

    private static func digest(_ text: String) -> Digest? { Base64.decode(text).flatMap(Digest.init) }

    private static func path(_ texts: [String]?) -> [Digest]? {
        let digests = (texts ?? []).map(digest)
        return digests.contains(nil) ? nil : digests.compactMap { $0 }
    }
}
