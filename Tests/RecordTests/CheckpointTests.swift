import Testing

@testable import Record

@Suite struct CheckpointTests {
    static func signer(_ name: String = "example.org/record/asem") throws -> NoteSigner {
        try NoteSigner(name: name, seed: [UInt8](0..<32))
    }

    @Test func aSignedCheckpointIsReadBack() throws {
        let signer = try CheckpointTests.signer()
        let checkpoint = try Checkpoint(origin: signer.key.name, size: 20_852_163, root: .leaf(1))
        let bytes = try checkpoint.signed(by: signer).bytes
        #expect(try Checkpoint(verifying: bytes, signedBy: signer.key) == checkpoint)
        #expect(checkpoint.text == "example.org/record/asem\n20852163\n\(Base64.encode(Digest.leaf(1).bytes))\n")

        let other = try NoteSigner(name: signer.key.name, seed: [UInt8](1...32))
        #expect(throws: NoteFault.unsigned) { try Checkpoint(verifying: bytes, signedBy: other.key) }
        let foreign = try Checkpoint(origin: "example.org/record/other", size: 1, root: .leaf(0)).signed(by: signer)
        #expect(throws: NoteFault.otherOrigin("example.org/record/other")) {
            try Checkpoint(verifying: foreign.bytes, signedBy: signer.key)
        }
    }

    @Test func thePageOfCheckpointsIsRead() throws {
        let bytes = Array(
            """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa \
            Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """.utf8)
        let note = try SignedNote(parsing: bytes)
        let checkpoint = try Checkpoint(text: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.hex.hasPrefix("0ac5186a91863e8e"))
        #expect(checkpoint.text == note.text)
    }

    @Test func furtherLinesAreKept() throws {
        let text = "log\n1\n\(Base64.encode(Digest.leaf(1).bytes))\nfirst\nsecond é\n"
        let checkpoint = try Checkpoint(text: text)
        #expect(checkpoint.extensions == ["first", "second é"])
        #expect(checkpoint.text == text)
    }

    @Test(arguments: [
        "", "\n", "log\n", "log\n1\n", "\n1\nROOT\n", "log\n01\nROOT\n", "log\n-1\nROOT\n", "log\n+1\nROOT\n",
        "log\n\nROOT\n",
        "log\n1 \nROOT\n", "log\n0x1\nROOT\n", "log\n9223372036854775808\nROOT\n", "log\n1\nROOT", "log\n1\nROOT\n\n",
        "log\n1\nROOT\nfurther\n\n", "log\n1\nROOT\n\nfurther\n", "log\n1\n\n", "log\n1\nAAAA\n", "log\n1\nROOT=\n",
        "log\n0\nROOT\n", "log\n٣\nROOT\n", "lo\tg\n1\nROOT\n", "log\r\n1\r\nROOT\r\n",
    ])
    func otherFormsAreRefused(form: String) {
        let text = form.replacing("ROOT", with: Base64.encode(Digest.leaf(1).bytes))
        #expect(throws: NoteFault.self) { try Checkpoint(text: text) }
    }

    @Test func checkpointsThatCannotBeAreNotMade() throws {
        #expect(throws: NoteFault.self) { try Checkpoint(origin: "", size: 1, root: .leaf(0)) }
        #expect(throws: NoteFault.self) { try Checkpoint(origin: "a\nb", size: 1, root: .leaf(0)) }
        #expect(throws: NoteFault.self) { try Checkpoint(origin: "a", size: -1, root: .leaf(0)) }
        #expect(throws: NoteFault.self) { try Checkpoint(origin: "a", size: 0, root: .leaf(0)) }
        #expect(throws: NoteFault.self) { try Checkpoint(origin: "a", size: 1, root: .leaf(0), extensions: [""]) }
        #expect(try Checkpoint(origin: "a", size: 0, root: MerkleTree.emptyRoot).size == 0)
    }

    @Test func everyDamagedByteIsRefused() throws {
        let signer = try CheckpointTests.signer()
        let bytes = try Checkpoint(origin: signer.key.name, size: 42, root: .leaf(1)).signed(by: signer).bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var copy = bytes
                copy[index] ^= 1 << UInt8(bit)
                #expect(throws: NoteFault.self) { try Checkpoint(verifying: copy, signedBy: signer.key) }
            }
            #expect(throws: NoteFault.self) { try Checkpoint(verifying: Array(bytes[..<index]), signedBy: signer.key) }
        }
    }
}
