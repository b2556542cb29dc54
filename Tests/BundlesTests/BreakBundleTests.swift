import CanonicalJSON
import Proposals
import Record
import Testing

@testable import Bundles

/// Bundles of a record that was started again: both verifiers ask for a statement of each break, and say no to any other.
@Suite struct BreakBundleTests {
    private let recorded: RecordedWorld
    private let first: NoteSigner
    private let second: NoteSigner
    private let third: NoteSigner

    init() throws {
        recorded = try RecordedWorld.small()
        let name = "records.example/\(recorded.world.registry.forum)"
        first = try NoteSigner(name: name, seed: Array(1...32))
        second = try NoteSigner(name: name + "/epoch-2", seed: Array(2...33))
        third = try NoteSigner(name: name + "/epoch-3", seed: Array(3...34))
    }

    private func checkpoint(_ signer: NoteSigner, _ size: Int, changed: Bool = false) throws -> Checkpoint {
        var hashes = recorded.record.prefix(size).map { MerkleTree.leafHash($0.bytes) }
        if changed { hashes[3] = MerkleTree.leafHash([0]) }
        return try Checkpoint(
            origin: signer.key.name, size: Int64(size), root: MerkleTree.root(ofLeafHashes: hashes))
    }

    private func began(_ old: NoteSigner, _ new: NoteSigner, at size: Int, changed: Bool = false) throws -> SignedNote {
        try EpochBreak(
            old: try checkpoint(old, size + 2), new: try checkpoint(new, size, changed: changed),
            reason: "The disk failed"
        ).signed(by: old, and: new)
    }

    private func bundle(
        by signer: NoteSigner, _ breaks: [SignedNote], logs: [NoteSigner]? = nil, cut: Int = 0
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let events = recorded.record.dropLast(cut)
        let note = try checkpoint(signer, events.count).signed(by: signer)
        var writer = try BundleWriter(
            BundleHeader(forum: recorded.world.registry.forum, scope: .forum),
            policy: try policy(logs ?? [first, second, third]), breaks: breaks, stages: [.init(note: note)],
            eventCount: Int64(events.count)
        ) { bytes += $0 }
        for (index, event) in events.enumerated() {
            try writer.event(Int64(index), event.bytes) { recorded.values[$0] ?? .withheld }
        }
        try writer.close()
        return bytes
    }

    private func policy(_ logs: [NoteSigner]) throws -> WitnessPolicy {
        try WitnessPolicy(lines: logs.map { "log \($0.key.text)" } + ["quorum none"])
    }

    @Test func aBreakIsToldAndTheRestProven() throws {
        let size = recorded.record.count
        let bytes = try bundle(by: second, [try began(first, second, at: size - 4)])
        // Whoever trusts the new key alone is told as well.
        for logs in [[first, second], [second]] {
            let report = try BundleVerifier.verify(bytes, trusted: try policy(logs))
            #expect(report.verdict == .sound && report.breaks.count == 1)
            #expect(
                report.lines.contains(
                    "- What the record held before it was broken: \(first.key.name) was signed at \(size - 2) events, and started again as "
                        + "\(second.key.name) with \(size - 4), because: The disk failed."))
        }
        // Who knows only the old key learns nothing from the new one.
        #expect(throws: BundleFault.self) { try BundleVerifier.verify(bytes, trusted: try policy([first])) }
    }

    @Test func bothVerifiersAskForEveryBreak() throws {
        let size = recorded.record.count
        let (one, two) = (try began(first, second, at: size - 6), try began(second, third, at: size - 4))
        let stranger = try NoteSigner(name: second.key.name, seed: Array(repeating: 9, count: 32))
        var lonely = try SignedNote(text: one.text)
        try lonely.sign(with: second)
        var old = try SignedNote(text: one.text)
        try old.sign(with: first)
        var crowded = one
        try crowded.sign(with: try NoteSigner(name: "somebody", seed: Array(repeating: 7, count: 32)))
        let words = try SignedNote(text: one.text.replacing("The disk", with: "A disk"))
        var unlike = words
        for signature in one.signatures { unlike.add(signature) }
        let good = [
            try bundle(by: first, []), try bundle(by: second, [one]), try bundle(by: third, [one, two]),
        ]
        let bad = [
            // None, too few, too many, in another order.
            try bundle(by: second, []), try bundle(by: third, [two]), try bundle(by: third, [one]),
            try bundle(by: second, [one, two]), try bundle(by: third, [two, one]), try bundle(by: first, [one]),
            // Not signed by both, or by others too, or with other words.
            try bundle(by: second, [lonely]), try bundle(by: second, [old]), try bundle(by: second, [crowded]),
            try bundle(by: second, [unlike]), try bundle(by: second, [try began(first, stranger, at: size - 6)]),
            // Epochs passed over; another record; another beginning than the events have.
            try bundle(by: third, [try began(first, third, at: size - 6)]),
            try bundle(by: second, [try began(first, second, at: size - 6, changed: true)]),
            try bundle(by: second, [one], cut: 8), try bundle(by: second, [one], logs: [second]),
        ]
        let trusted = try policy([first, second, third])
        let answers = try SecondVerifierTests.answers(good + bad, policy: trusted)
        for (index, bytes) in (good + bad).enumerated() {
            let own = SecondVerifierTests.answer(bytes, policy: trusted)
            #expect(own.verdict == (index < good.count ? "sound" : "refused"), "\(index): \(own)")
            #expect(answers[index].verdict == own.verdict, "\(index): \(answers[index])")
        }
    }

    @Test func origins() {
        for (origin, next, number) in [
            ("a", "a/epoch-2", 1), ("a/b/epoch-2", "a/b/epoch-3", 2), ("a/epoch-9", "a/epoch-10", 9),
            ("epoch-2", "epoch-2/epoch-2", 1), ("a/epoch-01", "a/epoch-2", 1), ("a/epoch-x", "a/epoch-x/epoch-2", 1),
        ] {
            #expect(EpochBreak.origin(after: origin) == next)
            #expect(EpochBreak.number(ofOrigin: origin) == number)
        }
    }
}
