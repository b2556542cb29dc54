import CanonicalJSON
import Lifecycle
import Proposals
import Record
import Testing

@testable import Bundles

@Suite struct BundleTests {
    /// A proposal from its draft to its report, with checkpoints on the way.
    static func reported() throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        try recorded.sign()
        try recorded.play { try $0.reachConsensus() }
        try recorded.sign(witnesses: 2)
        try recorded.play {
            try $0.holdSOM()
            try $0.act(World.bless(), on: World.ref, as: .somLeader("DE"))
        }
        try recorded.sign(witnesses: 1)
        try recorded.sign()
        recorded.dropLastDuplicate()
        return recorded
    }

    @Test func aWholeHistoryIsSound() throws {
        var recorded = try RecordedWorld.small()
        try recorded.sign()
        try recorded.play { try $0.reachReport() }
        try recorded.sign()
        let bytes = try recorded.bundle()
        let report = try BundleVerifier.verify(bytes, trusted: recorded.policy)
        #expect(report.irregularities == [])
        #expect(report.verdict == .sound)
        #expect(report.eventCount == Int64(recorded.record.count))
        #expect(report.versions == [World.ref: recorded.world.history(World.ref).count])
        #expect(report.administratorActs == recorded.world.registryHistory.count)
        let words = report.lines.joined(separator: "\n")
        #expect(words.contains("none is missing"))
        #expect(words.contains("Witness W2"))
        #expect(words.contains("administrators of the server"))
        #expect(!words.contains("a key that the bundle itself names"))
        // Bytes may come in any portions.
        for portion in [1, 7, 4096] {
            var verifier = BundleVerifier(trusted: recorded.policy)
            for start in stride(from: 0, to: bytes.count, by: portion) {
                try verifier.take(Array(bytes[start..<min(start + portion, bytes.count)]))
            }
            #expect(verifier.progress.done == report.eventCount && verifier.progress.of == report.eventCount)
            #expect(try verifier.finish() == report)
        }
    }

    @Test func oneProposalIsProvenByItself() throws {
        let recorded = try BundleTests.reported()
        let report = try BundleVerifier.verify(try recorded.bundle(World.ref), trusted: recorded.policy)
        #expect(report.irregularities == [])
        #expect(report.verdict == .sound)
        #expect(report.versions == [World.ref: recorded.world.history(World.ref).count])
        #expect(report.lines.joined(separator: "\n").contains("only a bundle of the whole forum"))
        // Its own policy proves less, and the report says so.
        let own = try BundleVerifier.verify(try recorded.bundle(World.ref), trusted: nil)
        #expect(own.verdict == .sound)
        #expect(own.lines.joined(separator: "\n").contains("the bundle named them itself"))
    }

    @Test func whoSawItIsTold() throws {
        var recorded = try RecordedWorld.small()
        try recorded.sign()
        try recorded.play { try $0.reachConsensus() }
        try recorded.sign(witnesses: 1)
        let report = try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy)
        #expect(report.verdict == .unwitnessed)
        #expect(report.cosigned.keys.sorted() == ["W0"])
        #expect(report.witnessedSize < report.checkpoint.size)
        #expect(report.lines.joined(separator: "\n").contains("no quorum of witnesses"))
        // For who asks for no witness, it is enough.
        let lax = try WitnessPolicy(lines: ["log \(recorded.log.key.text)", "quorum none"])
        let asked = try BundleVerifier.verify(try recorded.bundle(), trusted: lax)
        #expect(asked.verdict == .sound)
        #expect(asked.lines.joined(separator: "\n").contains("asks for no witness"))
        // Another log's checkpoint is none.
        let other = try WitnessPolicy(
            lines: ["log \(try NoteSigner(name: recorded.log.key.name, seed: Array(9...40)).key.text)", "quorum none"])
        #expect(throws: BundleFault.self) { try BundleVerifier.verify(try recorded.bundle(), trusted: other) }
    }

    /// Six proposals under a random workload, with a checkpoint now and then.
    static func workload(_ seed: UInt64, steps: Int) throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        var workload = Workload(recorded.world, refs: (1...6).map { "ASEM-2026-000\($0)" }, seed: seed)
        for step in 0..<steps {
            let held = workload.world.registry.version
            try workload.tick(step)
            recorded.append(Array(workload.world.registryHistory.dropFirst(held)))
            let (command, ref, offices, alike) = workload.next()
            guard offices.count == 1 else { continue }
            if let events = try? workload.world.act(command, on: ref, holding: offices, alike: alike) {
                recorded.append(events)
            }
            if step % 1500 == 0 {
                recorded.world.now = workload.world.now
                try recorded.sign()
            }
        }
        recorded.world = workload.world
        try recorded.sign()
        return recorded
    }

    /// A list of the past that an administrator of the server entered, as it is when a forum is set up; and one who did more than that.
    static func enteredByTheServer(andNoted: Bool = false) throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        recorded.world.caller = "server/admin"
        for (ref, title) in [("ASEM-2009-0001", "A past forum"), ("ASEM-2009-0002", "A past seminar")] {
            try recorded.act(.archive(["title": .string(title)]), on: ref, as: .admin)
        }
        if andNoted { try recorded.act(.note("A word.", decidedAt: nil), on: "ASEM-2009-0001", as: .admin) }
        recorded.world.caller = nil
        try recorded.sign(witnesses: 2)
        return recorded
    }

    @Test func administratorsOfTheServerEnterRecordsAndNothingElse() throws {
        let entered = try BundleTests.enteredByTheServer()
        let report = try BundleVerifier.verify(try entered.bundle(), trusted: entered.policy)
        #expect(report.irregularities == [] && report.verdict == .sound)
        #expect(report.administratorActs == entered.world.registryHistory.count + 2)
        let noted = try BundleTests.enteredByTheServer(andNoted: true)
        let other = try BundleVerifier.verify(try noted.bundle(), trusted: noted.policy)
        #expect(other.irregularities.map(\.kind) == [.office] && other.verdict == .faulty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func randomWorkloadsAreSound(_ seed: UInt64) throws {
        let recorded = try BundleTests.workload(seed, steps: 6000)
        #expect(recorded.record.count > 1000)
        let report = try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy)
        #expect(report.irregularities == [])
        #expect(report.verdict == .sound)
        for ref in ["ASEM-2026-0001", "ASEM-2026-0002"] {
            let one = try BundleVerifier.verify(try recorded.bundle(ref), trusted: recorded.policy)
            #expect(one.irregularities == [])
        }
    }

    /// A charter that is agreed because three cities are silent.
    static func silent() throws -> RecordedWorld {
        var recorded = try RecordedWorld.league()
        try recorded.play { try $0.pencil() }
        try recorded.play { try $0.table() }
        try recorded.play { try $0.acknowledge("BRG", "GNT", "LUB") }
        try recorded.play { try $0.say("GEN", .support) }
        try recorded.play { try $0.say("VEN", .noObjection) }
        try recorded.play { try $0.say("PIS", .reservation) }
        recorded.world.wait(days: 11)
        try recorded.play { try $0.act(World.agree, on: World.charter, as: .registrar) }
        try recorded.sign()
        return recorded
    }

    @Test func silenceThatCountsIsReplayed() throws {
        let recorded = try BundleTests.silent()
        let kinds = recorded.world.history(World.charter).map(\.event.kind)
        #expect(kinds.contains(.tacitRecorded))
        let report = try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy)
        #expect(report.irregularities == [])
        #expect(report.verdict == .sound)
    }

    static let salt = [UInt8](repeating: 7, count: 32)
    static let contact = "A. Person, \"desk\"\n+1"

    /// A draft with a contact that stands beside the record.
    static func withContact(_ disclosure: Disclosure) throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        let commitment = try #require(SaltedCommitment(to: Array(contact.utf8), salt: salt)).digest
        var fields = Texts.initiative
        fields["organisers"] = [
            ["partner": "FR", "contact": .string("commitment:" + commitment.hex)], ["partner": "VN"],
        ]
        try recorded.play { try $0.draft(fields) }
        try recorded.sign()
        recorded.values[commitment] = disclosure
        return recorded
    }

    @Test func personalValuesAreOpenedErasedOrWithheld() throws {
        var recorded = try BundleTests.withContact(.value(salt: BundleTests.salt, text: BundleTests.contact))
        let commitment = try #require(recorded.values.keys.first)
        let open = try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy)
        #expect(open.disclosures.opened == 1 && open.verdict == .sound)
        recorded.values[commitment] = .erased
        let erased = try BundleVerifier.verify(try recorded.bundle(World.ref), trusted: recorded.policy)
        #expect(erased.disclosures.erased == 1 && erased.verdict == .sound)
        #expect(erased.lines.joined(separator: "\n").contains("1 personal value: erased"))
        recorded.values[commitment] = nil
        let withheld = try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy)
        #expect(withheld.disclosures.withheld == 1)
        recorded.values[commitment] = .value(salt: BundleTests.salt, text: "Somebody else")
        #expect(throws: BundleFault.self) { try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy) }
        // A text that only contains the words commits to nothing.
        let quoted = JSONValue.string("x\"commitment:" + commitment.hex).canonicalBytes
        #expect(Commitments.found(in: quoted + quoted).isEmpty)
        let twice = JSONValue.strings(["commitment:" + commitment.hex, "commitment:" + commitment.hex]).canonicalBytes
        #expect(Commitments.found(in: twice) == [commitment])
    }
}
