import Testing

@testable import Record

@Suite struct CosignatureTests {
    let log: NoteSigner
    let witness: NoteSigner
    let checkpoint: Checkpoint

    init() throws {
        log = try NoteSigner(name: "example.org/record", seed: Array(0..<32))
        witness = try NoteSigner(name: "witness.example", kind: .cosignature, seed: Array(1..<33))
        checkpoint = try Checkpoint(origin: "example.org/record", size: 3, root: .leaf(1))
    }

    private func cosigned(at seconds: Int64) throws -> SignedNote {
        var note = try checkpoint.signed(by: log)
        note.add(try witness.cosignature(of: note.text, at: seconds))
        return note
    }

    @Test func aCosignatureIsReadBack() throws {
        let note = try SignedNote(parsing: try cosigned(at: 1_679_315_147).bytes)
        #expect(
            try note.cosignatures(by: [witness.key]) == [Cosignature(key: witness.key, seconds: 1_679_315_147)])
        #expect(try Checkpoint(verifying: note, signedBy: log.key) == checkpoint)
        #expect(note.isSignedOnly(by: [log.key, witness.key]))
        #expect(!note.isSignedOnly(by: [log.key]))
        let key = try NoteKey(text: witness.key.text)
        #expect(key == witness.key)
        #expect(key.kind == .cosignature)
        #expect(try NoteSigner(text: witness.secretText).key == witness.key)
        // The same key as a log's is another key.
        #expect(try NoteKey(name: key.name, publicKey: key.publicKey).id != key.id)
    }

    @Test func theMessageIsThatOfThePage() {
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        #expect(
            Cosignature.message(text, at: 1_679_315_147)
                == Array(
                    """
                    cosignature/v1
                    time 1679315147
                    example.com/behind-the-sofa
                    20852163
                    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                    """.utf8))
    }

    @Test func everyBitOfItCounts() throws {
        let note = try cosigned(at: 1_679_315_147)
        let original = try #require(note.signatures.last)
        for bit in 0..<(72 * 8) {
            var bytes = original.signature
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            var damaged = try checkpoint.signed(by: log)
            damaged.add(NoteSignature(keyName: original.keyName, keyID: original.keyID, signature: bytes))
            #expect(throws: NoteFault.wrongSignature(by: "witness.example")) {
                try damaged.cosignatures(by: [witness.key])
            }
        }
        var short = try checkpoint.signed(by: log)
        short.add(
            NoteSignature(
                keyName: original.keyName, keyID: original.keyID, signature: Array(original.signature.dropLast())))
        #expect(throws: NoteFault.wrongSignature(by: "witness.example")) { try short.cosignatures(by: [witness.key]) }
    }

    @Test func theKindsDoNotMix() throws {
        let note = try cosigned(at: 5)
        #expect(throws: NoteFault.wrongKind("witness.example")) {
            try Checkpoint(verifying: note, signedBy: witness.key)
        }
        #expect(throws: NoteFault.wrongKind("witness.example")) { try checkpoint.signed(by: witness) }
        #expect(throws: NoteFault.wrongKind("example.org/record")) { try log.cosignature(of: note.text, at: 5) }
        #expect(throws: NoteFault.wrongKind("witness.example")) { try witness.cosignature(of: note.text, at: -1) }
        #expect(try note.cosignatures(by: [log.key]).isEmpty)
    }

    @Test func ofTwoTimesTheEarlierCounts() throws {
        var note = try cosigned(at: 20)
        note.add(try witness.cosignature(of: note.text, at: 10))
        note.add(try witness.cosignature(of: note.text, at: 10))
        #expect(note.signatures.count == 3)
        #expect(try note.cosignatures(by: [witness.key, witness.key]).map(\.seconds) == [10])
    }
}
