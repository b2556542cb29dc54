import Testing

@testable import Record

@Suite struct NoteTests {
    // The example of Go's note package, which the format comes from.
    static let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let line =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let note = Array((text + "\n" + line).utf8)

    @Test func theExampleOfGoIsReadAndWritten() throws {
        let key = try NoteKey(text: NoteTests.key)
        #expect(key.text == NoteTests.key)
        #expect(key.id == 0xC74F_20A3)
        let note = try SignedNote(parsing: NoteTests.note)
        #expect(note.text == NoteTests.text)
        #expect(note.bytes == NoteTests.note)
        #expect(try note.verified(by: [key]) == [key])

        let signer = try NoteSigner(text: NoteTests.secret)
        #expect(signer.key == key)
        #expect(signer.secretText == NoteTests.secret)
        #expect(!"\(signer)".contains("AYEKFALV"))
        var again = try SignedNote(text: NoteTests.text)
        try again.sign(with: signer)
        #expect(again.bytes == NoteTests.note)
    }

    @Test func thePageOfSignedNotesIsRead() throws {
        // Its key is not published, so the note is read, written back, and refused as signed by nobody known.
        let bytes = Array(
            """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore \
            NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

            """.utf8)
        let note = try SignedNote(parsing: bytes)
        #expect(note.text.hasSuffix("\n\ned è subito sera.\n"))
        #expect(note.signatures.map(\.keyName) == ["quasimodo.example/salvatore"])
        #expect(note.signatures.map(\.keyID) == [0x367B_A04B])
        #expect(note.bytes == bytes)
        #expect(throws: NoteFault.unsigned) { try note.verified(by: [try NoteKey(text: NoteTests.key)]) }
    }

    @Test func everyDamagedByteIsRefused() throws {
        let key = try NoteKey(text: NoteTests.key)
        for index in NoteTests.note.indices {
            for bit in 0..<8 {
                var bytes = NoteTests.note
                bytes[index] ^= 1 << UInt8(bit)
                let verified = try? SignedNote(parsing: bytes).verified(by: [key])
                #expect(verified == nil, "byte \(index), bit \(bit)")
            }
            #expect((try? SignedNote(parsing: Array(NoteTests.note[..<index])).verified(by: [key])) == nil)
        }
    }

    @Test func severalKeysSignOneNote() throws {
        let signers = try (0..<20).map {
            try NoteSigner(name: "example.org/\($0)", seed: .init(repeating: $0, count: 32))
        }
        var note = try SignedNote(text: "text\n\nmore\n")
        for signer in signers { try note.sign(with: signer) }
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try read.verified(by: signers.map(\.key)) == signers.map(\.key))
        #expect(try read.verified(by: [signers[3].key, signers[3].key]) == [signers[3].key])

        // The right name over a wrong signature refuses the note; a stranger's line does not.
        let stranger = NoteSignature(keyName: "example.org/x", keyID: 7, signature: [1])
        let forged = NoteSignature(
            keyName: "example.org/1", keyID: signers[1].key.id, signature: .init(repeating: 1, count: 64))
        let lines = { (signature: NoteSignature) in note.bytes + Array((signature.line + "\n").utf8) }
        #expect(try SignedNote(parsing: lines(stranger)).verified(by: [signers[1].key]) == [signers[1].key])
        #expect(throws: NoteFault.wrongSignature(by: "example.org/1")) {
            try SignedNote(parsing: lines(forged)).verified(by: [signers[0].key, signers[1].key])
        }
        #expect(try SignedNote(parsing: lines(forged)).verified(by: [signers[0].key]) == [signers[0].key])
    }

    @Test(arguments: [
        ("", NoteFault.malformed), ("text\n", .malformed), ("text\n\n", .malformed), ("\n\n", .malformed),
        ("text\n— a AAAAAAA=\n", .malformed), ("text\n\n— a AAAAAAA=", .malformed),
        ("text\n\n— a AAAAAAA=\n\n", .malformed),
        ("text\n\n— a AAAAAAA=\nx\n", .malformedSignature(line: 2)),
        ("text\n\n- a AAAAAAA=\n", .malformedSignature(line: 1)),
        ("text\n\n— a\n", .malformedSignature(line: 1)), ("text\n\n— a AAAA\n", .malformedSignature(line: 1)),
        ("text\n\n— a  AAAAAAA=\n", .malformedSignature(line: 1)),
        ("text\n\n— a AAAAAAA= \n", .malformedSignature(line: 1)),
        ("text\n\n—  AAAAAAA=\n", .malformedSignature(line: 1)),
        ("text\n\n— a+b AAAAAAA=\n", .malformedSignature(line: 1)),
        ("text\n\n— a\u{A0}b AAAAAAA=\n", .malformedSignature(line: 1)),
        ("text\n\n— a AAAAAAB=\n", .malformedSignature(line: 1)),
        ("text\r\n\n— a AAAAAAA=\n", .controlCharacter), ("te\txt\n\n— a AAAAAAA=\n", .controlCharacter),
    ])
    func otherFormsAreRefused(text: String, fault: NoteFault) {
        #expect(throws: fault) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test func limitsAndEncodingAreKept() throws {
        let line = "— a AAAAAAA=\n"
        let many = { (count: Int) in Array(("text\n\n" + String(repeating: line, count: count)).utf8) }
        #expect(try SignedNote(parsing: many(100)).signatures.count == 100)
        #expect(throws: NoteFault.tooManySignatures(limit: 100)) { try SignedNote(parsing: many(101)) }
        #expect(throws: NoteFault.tooLong(limit: 1 << 20)) {
            try SignedNote(parsing: [UInt8](repeating: 0x61, count: 1 << 20 + 1))
        }
        #expect(throws: NoteFault.notUTF8) { try SignedNote(parsing: [0xFF] + many(1)) }
        #expect(throws: NoteFault.malformed) { try SignedNote(text: "no end") }
        #expect(throws: NoteFault.controlCharacter) { try SignedNote(text: "a\u{0}\n") }
    }

    @Test(arguments: [
        "", "a", "a+b", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+AQ==", "a+00000000+",
    ])
    func otherTextsAreNoKey(text: String) {
        #expect(throws: NoteFault.self) { try NoteKey(text: text) }
        #expect(throws: NoteFault.self) { try NoteSigner(text: text) }
        #expect(throws: NoteFault.self) { try NoteSigner(text: "PRIVATE+KEY+" + text) }
    }
}
