import CanonicalJSON
import Foundation
import Testing

@testable import Record

/// The worked example of docs/record.md, recomputed from what the page prints.
@Suite struct RecordPageTests {
    let values: [String: String]
    let note: String

    init() throws {
        let page = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/record.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        var values: [String: String] = [:]
        for line in try RecordPageTests.block("record-example", in: text).split(separator: "\n") {
            let parts = line.components(separatedBy: " = ")
            try #require(parts.count >= 2)
            values[parts[0]] = parts.dropFirst().joined(separator: " = ")
        }
        self.values = values
        note = try RecordPageTests.block("record-note", in: text)
    }

    @Test func eventsAreCanonicalAndChained() throws {
        for number in 0..<3 {
            let bytes = try event(number)
            #expect(try JSONValue.parse(bytes).canonicalBytes == bytes)
            #expect(Digest.sha256(bytes).hex == values["digest \(number)"])
            #expect(MerkleTree.leafHash(bytes).hex == values["leaf hash \(number)"])
        }
        let events = try (0..<3).map { try JSONValue.parse(try event($0)) }
        #expect(events[0]["previous"] == .some(.null))
        #expect(events[1]["previous"] == .some(.null))
        #expect(events[2]["previous"]?.string == values["digest 1"])
        #expect(events[2]["stream"] == events[1]["stream"])
        #expect(events.map { $0["version"]?.integer } == [1, 1, 2])
    }

    @Test func theTreeAndItsProofsAreThoseOfTheEvents() throws {
        let log = MerkleLog(leafHashes: try (0..<3).map { MerkleTree.leafHash(try event($0)) })
        for size in 0...3 { #expect(log.root(at: Int64(size))?.hex == values["root \(size)"]) }
        for index in 0..<3 {
            let printed = try path("inclusion of \(index) in 3")
            #expect(log.inclusionProof(of: Int64(index), in: 3)?.path == printed)
            try InclusionProof(index: Int64(index), size: 3, path: printed)
                .verify(leafHash: try digest("leaf hash \(index)"), root: try digest("root 3"))
        }
        for size in 1..<3 {
            let printed = try path("consistency from \(size) to 3")
            #expect(log.consistencyProof(from: Int64(size), to: 3)?.path == printed)
            try ConsistencyProof(oldSize: Int64(size), newSize: 3, path: printed)
                .verify(oldRoot: try digest("root \(size)"), newRoot: try digest("root 3"))
        }
    }

    @Test func theCheckpointIsSignedByTheKey() throws {
        let key = try NoteKey(text: try #require(values["public key"]))
        let checkpoint = try Checkpoint(verifying: Array(note.utf8), signedBy: key)
        #expect(checkpoint.size == 3)
        #expect(checkpoint.root == (try digest("root 3")))
        let seed = try #require(values["private key seed"].flatMap(Hexadecimal.decode))
        let signer = try NoteSigner(name: key.name, seed: seed)
        #expect(signer.key == key)
        #expect(try checkpoint.signed(by: signer).bytes == Array(note.utf8))
    }

    @Test func theCommitmentIsOpenedByTheDataAndItsSalt() throws {
        let salt = try #require(values["salt"].flatMap(Hexadecimal.decode))
        let data = Array(try #require(values["personal data"]).utf8)
        let commitment = SaltedCommitment(digest: try digest("commitment"))
        #expect(commitment.isOpened(by: data, salt: salt))
        #expect(try JSONValue.parse(data).canonicalBytes == data)
        #expect(try JSONValue.parse(try event(1))["data"]?["contacts"]?.string == commitment.digest.hex)
    }

    private func event(_ number: Int) throws -> [UInt8] { Array(try #require(values["event \(number)"]).utf8) }

    private func digest(_ name: String) throws -> Digest { try #require(values[name].flatMap(Digest.init(hex:))) }

    private func path(_ name: String) throws -> [Digest] {
        try #require(values[name]).split(separator: " ").map { try #require(Digest(hex: String($0))) }
    }

    /// The lines of the one code block with a label.
    private static func block(_ label: String, in page: String) throws -> String {
        let parts = page.components(separatedBy: "```\(label)\n")
        try #require(parts.count == 2)
        return try #require(parts[1].components(separatedBy: "```").first)
    }
}
