import Record
import Testing

@testable import Bundles

@Suite struct WitnessTests {
    let log: NoteSigner
    let signer: NoteSigner
    let honest = MerkleLog(leafHashes: (0..<500).map { SignerTests.leaf($0) })
    /// The same history up to event 100, and another one from there.
    let forked = MerkleLog(leafHashes: (0..<500).map { SignerTests.leaf($0, $0 < 100 ? "leaf" : "other") })

    init() throws {
        log = try NoteSigner(name: "records.example/forum", seed: Array(1...32))
        signer = try NoteSigner(name: "w.example", kind: .cosignature, seed: Array(2...33))
    }

    private func note(_ size: Int64, _ tree: MerkleLog) throws -> SignedNote {
        try Checkpoint(origin: log.key.name, size: size, root: try #require(tree.root(at: size))).signed(by: log)
    }

    private func cosigned(_ action: Witness.Action, _ note: SignedNote, at seconds: Int64) throws {
        guard case .keepThenCosign(let signature) = action else {
            Issue.record("not cosigned: \(action)")
            return
        }
        var note = note
        note.add(signature)
        #expect(try note.cosignatures(by: [signer.key]).map(\.seconds) == [seconds])
    }

    @Test func whatExtendsTheLastIsCosigned() throws {
        var witness = Witness(log: log.key, signer: signer)
        try cosigned(witness.noteShown(try note(10, honest).bytes, nil, at: 1000), try note(10, honest), at: 1000)
        try cosigned(witness.noteShown(try note(10, honest).bytes, nil, at: 1060), try note(10, honest), at: 1060)
        let later = try note(400, honest)
        #expect(witness.noteShown(later.bytes, nil, at: 90_000) == .askForProof(from: 10))
        let wrong = honest.consistencyProof(from: 9, to: 400)
        #expect(witness.noteShown(later.bytes, wrong, at: 90_000) == .askForProof(from: 10))
        // It was offline for a day, and catches up in one step.
        try cosigned(
            witness.noteShown(later.bytes, honest.consistencyProof(from: 10, to: 400), at: 90_000), later, at: 90_000)
        #expect(witness.noteShown(try note(399, honest).bytes, nil, at: 90_001) == .tooOld(seen: 400))
        #expect(witness.noteShown(later.bytes, nil, at: 80_000) == .clockWentBack(last: 90_000))
    }

    @Test func aForkIsRefusedAndKept() throws {
        var witness = Witness(log: log.key, signer: signer)
        _ = witness.noteShown(try note(200, honest).bytes, nil, at: 1000)
        var other = witness
        let second = try note(200, forked)
        let evidence = Witness.Evidence(first: try note(200, honest), second: second, kind: .twoRoots)
        #expect(other.noteShown(second.bytes, nil, at: 1001) == .keepEvidence(evidence))
        #expect(other.state == .forked(evidence))
        // From then on nothing of this log is cosigned, not even what was good.
        let good = honest.consistencyProof(from: 200, to: 300)
        #expect(other.noteShown(try note(300, honest).bytes, good, at: 1002) == .keepEvidence(evidence))

        let longer = try note(300, forked)
        let proof = forked.consistencyProof(from: 200, to: 300)
        let unproven = Witness.Evidence(first: try note(200, honest), second: longer, kind: .notAnExtension)
        #expect(witness.noteShown(longer.bytes, proof, at: 1001) == .keepEvidence(unproven))
        #expect("\(unproven)".contains("could not show"))

        let temporary = TemporaryFolder()
        let file = WitnessFile(in: try DurableFolder(temporary.path))
        try file.keep(other.state)
        #expect(try file.load(log: log.key) == .forked(evidence))
    }

    @Test func whatTheLogDidNotSignIsRejected() throws {
        var witness = Witness(log: log.key, signer: signer)
        let bytes = try note(10, honest).bytes
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 4
            guard case .reject = witness.noteShown(damaged, nil, at: 5) else {
                Issue.record("byte \(index) was taken")
                continue
            }
        }
        let stranger = try NoteSigner(name: "records.example/forum", seed: Array(3...34))
        let forged = try Checkpoint(origin: log.key.name, size: 10, root: honest.root).signed(by: stranger)
        #expect(witness.noteShown(forged.bytes, nil, at: 5) == .reject(.unsigned))
        #expect(witness.state == .nothingSeen)
    }

    @Test func theLastNoteOutlivesTheProcess() throws {
        let temporary = TemporaryFolder()
        var witness = Witness(log: log.key, signer: signer)
        do {
            let file = WitnessFile(in: try DurableFolder(temporary.path))
            #expect(try file.load(log: log.key) == .nothingSeen)
            _ = witness.noteShown(try note(200, honest).bytes, nil, at: 1000)
            try file.keep(witness.state)
        }
        let file = WitnessFile(in: try DurableFolder(temporary.path))
        var again = Witness(log: log.key, signer: signer, state: try file.load(log: log.key))
        #expect(again.state == witness.state)
        guard case .keepEvidence = again.noteShown(try note(200, forked).bytes, nil, at: 1001) else {
            Issue.record("the fork was not seen after a restart")
            return
        }
        let stranger = try NoteSigner(name: "records.example/other", seed: Array(3...34))
        #expect(throws: FolderFault.self) { try file.load(log: stranger.key) }
    }
}
