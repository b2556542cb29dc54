import Foundation
import Record
import Testing

@testable import Bundles

/// A folder that is removed afterwards.
struct TemporaryFolder: ~Copyable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("bundles-" + UUID().uuidString).path

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct SignerTests {
    static let origin = "records.example/forum"

    static func edge(_ count: Int64, from tag: String = "leaf") -> TileEdge {
        var edge = TileEdge()
        edge.append((0..<count).map { leaf($0, tag) }) { _, _ in }
        return edge
    }

    static func leaf(_ number: Int64, _ tag: String = "leaf") -> Digest {
        MerkleTree.leafHash(Array("\(tag) \(number)".utf8))
    }

    @Test func onlyAnExtensionIsSigned() {
        var state = SignerState(origin: SignerTests.origin)
        let (three, nine) = (SignerTests.edge(3), SignerTests.edge(9))
        #expect(state.treeExtended(from: TileEdge(), to: three) == .keepThenSign(size: 3, root: three.root))
        #expect(state.treeExtended(from: three, to: three) == .rest)
        #expect(state.recordCounted(3) == nil)
        #expect(state.treeExtended(from: three, to: nine) == .keepThenSign(size: 9, root: nine.root))
        #expect(state.divergence == nil)
        var other = state
        #expect(
            other.treeExtended(from: SignerTests.edge(9, from: "other"), to: SignerTests.edge(12))
                == .refuse(.rewritten(size: 9)))
        // Once broken, it stays broken.
        #expect(other.treeExtended(from: nine, to: SignerTests.edge(12)) == .refuse(.rewritten(size: 9)))
        #expect(other.recordCounted(100) == .refuse(.rewritten(size: 9)))
        other = state
        #expect(other.recordCounted(8) == .refuse(.shrunk(to: 8, from: 9)))
        other = state
        #expect(other.eventChanged(at: 4) == .refuse(.changed(position: 4)))
        #expect("\(SignerState.Divergence.changed(position: 4))".contains("event 4"))
    }

    @Test func aProofIsAsGoodAsTheEvents() throws {
        let log = MerkleLog(leafHashes: (0..<20).map { SignerTests.leaf($0) })
        let forked = MerkleLog(leafHashes: (0..<20).map { SignerTests.leaf($0, $0 < 7 ? "other" : "leaf") })
        var state = SignerState(origin: SignerTests.origin)
        let root = try #require(log.root(at: 10))
        let first = try #require(log.consistencyProof(from: 0, to: 10))
        #expect(state.treeProven(size: 10, root: root, by: first) == .keepThenSign(size: 10, root: root))
        let good = try #require(log.consistencyProof(from: 10, to: 20))
        let bad = try #require(forked.consistencyProof(from: 10, to: 20))
        var other = state
        #expect(other.treeProven(size: 20, root: forked.root, by: bad) == .refuse(.rewritten(size: 10)))
        other = state
        #expect(other.treeProven(size: 9, root: root, by: good) == .refuse(.shrunk(to: 9, from: 10)))
        #expect(state.treeProven(size: 20, root: log.root, by: good) == .keepThenSign(size: 20, root: log.root))
    }

    @Test func theStateOutlivesTheProcess() throws {
        let temporary = TemporaryFolder()
        var states: [SignerState] = []
        do {
            let file = SignerFile(in: try DurableFolder(temporary.path))
            var state = try file.load(origin: SignerTests.origin)
            #expect(state == SignerState(origin: SignerTests.origin))
            _ = state.treeExtended(from: TileEdge(), to: SignerTests.edge(300))
            try file.keep(state)
            states.append(state)
            // A second signer is kept out.
            #expect(throws: FolderFault.locked(path: temporary.path + "/lock")) { try DurableFolder(temporary.path) }
        }
        let file = SignerFile(in: try DurableFolder(temporary.path))
        var state = try file.load(origin: SignerTests.origin)
        #expect([state] == states)
        for divergence in [
            SignerState.Divergence.shrunk(to: 5, from: 300), .rewritten(size: 300), .changed(position: 17),
            .restored(size: 300),
        ] {
            var broken = state
            switch divergence {
            case .shrunk(let size, _): _ = broken.recordCounted(size)
            case .rewritten: _ = broken.treeExtended(from: TileEdge(), to: TileEdge())
            case .changed(let position): _ = broken.eventChanged(at: position)
            case .restored: broken.restored()
            }
            #expect(broken.divergence == divergence)
            try file.keep(broken)
            #expect(try file.load(origin: SignerTests.origin) == broken)
        }
        #expect(throws: FolderFault.self) { try file.load(origin: "records.example/another") }
        _ = state.recordCounted(1)
        let text = state.text
        for index in text.utf8.indices {
            var bytes = Array(text.utf8)
            let place = text.utf8.distance(from: text.startIndex, to: index)
            bytes[place] ^= 1
            #expect(SignerState(text: String(decoding: bytes, as: UTF8.self)) == nil)
            #expect(SignerState(text: String(decoding: bytes.prefix(place), as: UTF8.self)) == nil)
        }
    }

    @Test func aNewEpochIsSignedForAllToSee() throws {
        let seed = Array(repeating: UInt8(5), count: 32)
        let old = try NoteSigner(name: SignerTests.origin, seed: seed)
        #expect(EpochBreak.origin(after: SignerTests.origin) == "records.example/forum/epoch-2")
        #expect(EpochBreak.origin(after: "records.example/forum/epoch-9") == "records.example/forum/epoch-10")
        let new = try NoteSigner(name: EpochBreak.origin(after: SignerTests.origin), seed: seed)
        let statement = try EpochBreak(
            old: try Checkpoint(origin: old.key.name, size: 9, root: SignerTests.edge(9).root),
            new: try Checkpoint(origin: new.key.name, size: 7, root: SignerTests.edge(7).root),
            reason: "The disk of 3 May was lost.")
        var note = try SignedNote(text: statement.text)
        try note.sign(with: old)
        try note.sign(with: new)
        let read = try SignedNote(parsing: note.bytes)
        #expect(try EpochBreak(verifying: read, signedBy: old.key) == statement)
        #expect(try read.verified(by: [new.key]) == [new.key])
        #expect(throws: NoteFault.otherOrigin(old.key.name)) { try EpochBreak(verifying: read, signedBy: new.key) }
        #expect(throws: NoteFault.self) { try EpochBreak(old: statement.old, new: statement.old, reason: "x") }
        #expect(throws: NoteFault.self) { try EpochBreak(old: statement.old, new: statement.new, reason: "") }
    }
}
