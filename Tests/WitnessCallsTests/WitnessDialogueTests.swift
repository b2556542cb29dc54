import Record
import Testing

@testable import WitnessCalls

/// What a log sends to a witness, and what it makes of the answers (C2SP tlog-witness).
@Suite struct WitnessDialogueTests {
    private static let size: Int64 = 12

    private static func witness(_ name: String = "w.example.org", _ seed: UInt8 = 7) throws -> NoteSigner {
        try NoteSigner(name: name, kind: .cosignature, seed: Array(repeating: seed, count: 32))
    }

    private static func dialogue(known: Int64? = nil) throws -> WitnessDialogue {
        WitnessDialogue(size: size, witness: try witness().key, known: known)
    }

    @Test func aCosignatureIsTaken() throws {
        var dialogue = try Self.dialogue(known: 5)
        #expect(dialogue.first == 5)
        let own = try Self.witness().cosignature(of: "text\n", at: 1)
        let other = try Self.witness("other.example.org", 8).cosignature(of: "text\n", at: 1)
        #expect(dialogue.answered(.cosigned([other, own])) == .take([own]))
        var second = try Self.dialogue()
        guard case .giveUp(let why) = second.answered(.cosigned([other])) else {
            Issue.record("taken")
            return
        }
        #expect(why.contains("another key"))
    }

    /// Nothing is known first, or too much is: the witness says what it saw, and is asked once more.
    @Test(arguments: [nil, 3, 99] as [Int64?]) func theWitnessSaysWhatItSaw(_ known: Int64?) throws {
        var dialogue = try Self.dialogue(known: known)
        #expect(dialogue.first == (known == 3 ? 3 : 0))
        #expect(dialogue.answered(.sawAnother(size: 7)) == .send(from: 7))
        guard case .giveUp(let why) = dialogue.answered(.sawAnother(size: 8)) else {
            Issue.record("asked a third time")
            return
        }
        #expect(why == "says that it saw 8 events, and does not take a proof from there")
    }

    @Test func aWitnessThatSawMoreIsNotAskedAgain() throws {
        var dialogue = try Self.dialogue()
        guard case .giveUp(let why) = dialogue.answered(.sawAnother(size: 13)) else {
            Issue.record("asked again")
            return
        }
        #expect(why.contains("it was cut, or brought back from a copy"))
    }

    @Test(arguments: [
        (AddCheckpoint.Answer.sawAnotherRoot, "another record of this name with 12 events"),
        (.unknownLog, "does not know this log"), (.unknownKey, "does not know the key"),
        (.proofRefused, "does not extend"), (.other("it answered with the status 500"), "status 500"),
        (.sawAnother(size: 0), "does not take a proof from there"),
    ]) func whatCannotBeMended(_ answer: AddCheckpoint.Answer, _ words: String) throws {
        var dialogue = try Self.dialogue()
        guard case .giveUp(let why) = dialogue.answered(answer) else {
            Issue.record("went on after \(answer)")
            return
        }
        #expect(why.contains(words))
    }

    @Test func theBodyIsThatOfTheSpecification() throws {
        let signer = try NoteSigner(name: "log.example.org/a", seed: Array(1...32))
        let root = Digest.sha256(Array("root".utf8))
        let note = try Checkpoint(origin: signer.key.name, size: 12, root: root).signed(by: signer)
        let path = [Digest.sha256([1]), Digest.sha256([2])]
        let body = AddCheckpoint.body(ConsistencyProof(oldSize: 5, newSize: 12, path: path), note)
        let lines = String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines == [
                "old 5", Substring(Base64.encode(path[0].bytes)), Substring(Base64.encode(path[1].bytes)), "",
                "log.example.org/a", "12", Substring(Base64.encode(root.bytes)), "",
                Substring(note.signatures[0].line), "",
            ])
    }

    @Test func answersAreReadStrictly() throws {
        let line = try Self.witness().cosignature(of: "text\n", at: 1)
        func read(_ status: Int, _ body: String, _ type: String? = nil) -> AddCheckpoint.Answer {
            AddCheckpoint.answer(status: status, type: type, body: Array(body.utf8))
        }
        #expect(read(200, line.line + "\n") == .cosigned([line]))
        #expect(read(200, "no line\n" + line.line + "\n") == .cosigned([line]))
        #expect(read(200, "") == .other("it answered 200 without a signature"))
        #expect(read(409, "7\n", "text/x.tlog.size") == .sawAnother(size: 7))
        #expect(read(409, "7\n", "text/x.tlog.size; charset=utf-8") == .sawAnother(size: 7))
        for body in ["7", "07\n", "-1\n", "x\n", "7\n\n"] {
            #expect(read(409, body, "text/x.tlog.size") == .other("it answered 409 with a body that is no size"))
        }
        #expect(read(409, "no\n", "text/plain") == .sawAnotherRoot)
        #expect(read(403, "") == .unknownKey && read(404, "") == .unknownLog && read(422, "") == .proofRefused)
        #expect(read(503, "") == .other("it answered with the status 503"))
    }
}
