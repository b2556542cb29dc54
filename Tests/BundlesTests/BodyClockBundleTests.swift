import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// Both verifiers hold events to the rule of their schema: by when the body acted, or by the first, by when it was recorded.
@Suite struct BodyClockBundleTests {
    private static let ref = World.charter

    private static func tabled(_ recorded: inout RecordedWorld) throws {
        try recorded.play {
            try $0.pencil()
            try $0.table()
            try $0.acknowledge("BRG", "GNT", "LUB", "GEN")
        }
    }

    @Test func whatWasDecidedInTimeAndRecordedLateVerifies() throws {
        var recorded = try RecordedWorld.league()
        try Self.tabled(&recorded)
        try recorded.act(.position(.objection, reason: "No."), on: Self.ref, as: .voice("GEN"))
        let during = recorded.world.inDays(3)
        recorded.world.wait(days: 11)
        try recorded.act(
            .position(.objection, reason: "No.", decidedAt: during), on: Self.ref, as: .voice("BRG"))
        try recorded.act(.acknowledge(partner: nil, decidedAt: during), on: Self.ref, as: .voice("PIS"))
        try recorded.act(.position(nil, decidedAt: during), on: Self.ref, as: .voice("GEN"))
        try recorded.act(
            .moveDeadline(closes: recorded.world.inDays(2), reason: "R", decidedAt: during), on: Self.ref,
            as: .mover("VEN"))
        try recorded.act(.position(.support), on: Self.ref, as: .voice("BRG"))
        recorded.world.wait(days: 3)
        try recorded.act(.position(.noObjection), on: Self.ref, as: .voice("VEN"))
        try recorded.act(World.agree, on: Self.ref, as: .registrar)
        try recorded.sign()
        #expect(recorded.record.contains { $0.event.kind == .tacitRecorded })
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(Self.ref)], recorded)
    }

    /// An adoption that says it was made before the deadline: by the first schema it was allowed, by the second it never was.
    @Test func anAdoptionBeforeItsDeadlineIsJudgedByItsSchema() throws {
        var recorded = try RecordedWorld.league()
        recorded.world.schema = 1
        try Self.tabled(&recorded)
        for city in ["VEN", "PIS", "BRG", "GNT", "LUB", "GEN"] {
            try recorded.act(.position(.support), on: Self.ref, as: .voice(city))
        }
        let during = recorded.world.inDays(3)
        recorded.world.wait(days: 11)
        try recorded.act(.advance("agree", at: during), on: Self.ref, as: .registrar)
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle()], recorded)

        let place = recorded.record.count - 1
        var forged = try recorded.forged { record in
            var event = record[place].event
            event.schema = 2
            record[place] = SealedEvent(event)
        }
        try forged.sign()
        let bytes = try forged.bundle()
        let first = SecondVerifierTests.answer(bytes, policy: forged.policy)
        #expect(first.findings == ["step \(place)"])
        #expect(try SecondVerifierTests.answers([bytes], policy: forged.policy) == [first])
    }

    /// A consent by silence that counts before the deadline, and an event of the first schema after one of the second.
    @Test func forgeriesOfTheSecondSchemaAreSeen() throws {
        var recorded = try RecordedWorld.league()
        try Self.tabled(&recorded)
        try recorded.act(.acknowledge(partner: nil, decidedAt: nil), on: Self.ref, as: .voice("PIS"))
        try recorded.act(.position(.support), on: Self.ref, as: .voice("VEN"))
        let during = recorded.world.inDays(3)
        recorded.world.wait(days: 11)
        try recorded.act(World.agree, on: Self.ref, as: .registrar)
        try SecondVerifierTests.bothFind(
            [{ $0.decidedAt = during }, { $0.schema = 1 }], of: recorded.record.count - 1, in: recorded)
    }

    @Test func anOfficeWithoutWhatItIsHeldForIsNamed() throws {
        var recorded = try RecordedWorld.small()
        let host = Office(role: "meeting-host")
        var settings = World.asemSettings
        settings.offices = ["meeting-host": .partner, "som-leader": .partner]
        try recorded.change(.setForum(settings))
        let named = recorded.record.count - 1
        recorded.world.caller = RecordedWorld.account(host, in: "asem-trial")
        let meeting = Meeting(
            id: "som-2027-1", kind: "som", name: "SOM", starts: World.day("2027-03-01"), ends: World.day("2027-03-02"))
        #expect(throws: Refusal.self) { try recorded.world.change(.schedule(meeting), as: [host]) }
        recorded.world.caller = nil
        try recorded.sign()
        let bytes = try recorded.bundle()
        let first = try BundleVerifier.verify(bytes, trusted: recorded.policy)
        #expect(first.verdict == .faulty)
        #expect(
            first.irregularities.map(\.sentence) == [
                "asem-trial/meeting-host was appointed meeting-host for no partner (appointment 1), and meeting-host is held "
                    + "for one"
            ])
        let second = try SecondVerifierTests.answers([bytes], policy: recorded.policy)
        #expect(second.map(\.findings) == [["office \(named)"]])
    }
}
