import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// What acts rest on is not rewritten under them.
@Suite struct MeetingUseTests {
    private static func meeting(_ change: (inout Meeting) -> Void) -> RegistryCommand {
        var meeting = Meeting(
            id: "som-2026-1", kind: "som", name: "SOM-2026-1", starts: World.day("2026-03-24"),
            ends: World.day("2026-03-25"))
        change(&meeting)
        return .schedule(meeting)
    }

    static let rewritings: [RegistryCommand] = [
        meeting { $0.kind = "fmm" }, meeting { $0.starts = World.day("2026-03-20") },
        meeting { $0.ends = World.day("2026-03-26") },
        .hold(meeting: "som-2026-1", starts: World.day("2026-03-01"), ends: World.day("2026-03-02")),
        .hold(meeting: "som-2026-1", starts: World.day("2026-03-24"), ends: World.day("2026-03-24")),
    ]

    private func check(_ world: World, _ location: SourceLocation = #_sourceLocation) throws {
        for command in MeetingUseTests.rewritings {
            let refusal = try world.registryRefusal(command)
            #expect(refusal.findings.map(\.requirement) == ["meeting-unused"], sourceLocation: location)
            #expect(refusal.findings.first?.subjects == [World.ref], sourceLocation: location)
            #expect(refusal.message.contains("acts on \(World.ref) rest on som-2026-1"), sourceLocation: location)
        }
    }

    @Test func aBlessingHoldsItsMeeting() throws {
        var world = try World.asem()
        try world.reachBlessing()
        try check(world)
    }

    @Test func aDeferralHoldsItsMeeting() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        try world.act(
            .advance("defer", ["meeting": "som-2026-1", "reason": "R"]), on: World.ref, as: .somLeader("DE"))
        try check(world)
        try world.act(World.move("return"), on: World.ref, as: .somLeader("DE"))
        try check(world)
    }

    @Test func aDecisionOnAnInvitationHoldsItsMeeting() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(InvitationTests.invite, on: World.ref, as: .proposer("FR"))
        try world.act(.position(.objection, reason: "No.", invitation: 1), on: World.ref, as: .contactPoint("JP"))
        try world.holdSOM()
        try world.act(
            .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil), on: World.ref,
            as: .somLeader("DE"))
        try check(world)
    }

    @Test func aReportHoldsItsMeeting() throws {
        var world = try World.asem()
        try world.reachReport()
        let refusal = try world.registryRefusal(
            .hold(meeting: "som-2026-2", starts: World.day("2026-10-13"), ends: World.day("2026-10-13")))
        #expect(refusal.findings.map(\.requirement) == ["meeting-unused"])
    }

    @Test func placeNameAndSourceMayBeCorrected() throws {
        var world = try World.asem()
        try world.reachBlessing()
        try world.change(
            MeetingUseTests.meeting {
                $0.city = "Hue"
                $0.country = "VN"
                $0.name = "The SOM of March"
                $0.source = "Minutes"
            })
        let meeting = try #require(world.registry.meetings["som-2026-1"])
        #expect(meeting.city == "Hue" && meeting.held == World.day("2026-03-24")...World.day("2026-03-25"))
        #expect(
            try world.change(
                .hold(meeting: "som-2026-1", starts: World.day("2026-03-24"), ends: World.day("2026-03-25"))
            ).isEmpty, "the same again is no rewriting")
    }

    @Test func whatNothingRestsOnMayChange() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        for command in MeetingUseTests.rewritings { #expect(try world.change(command).count == 1) }
    }

    @Test func aRecalledBlessingHoldsNothing() throws {
        var world = try World.asem()
        try world.reachBlessing()
        try world.act(World.recall(), on: World.ref, as: .somLeader("DE"))
        #expect(try world.change(MeetingUseTests.rewritings[3]).count == 1)
    }

    @Test func aMeetingThatAnActNamedBeforeItWasHeldCanStillBeHeld() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(
            .advance("defer", ["meeting": "som-2026-1", "reason": "R"]), on: World.ref, as: .somLeader("DE"))
        try world.holdSOM()
        try check(world)
    }

    @Test func onlySoManyAreNamedAndNoneThatIsNotShared() throws {
        let world = try World.asem()
        let context = RegistryContext(
            now: world.now, account: "server/admin", offices: [], isServerAdministrator: true,
            meetingUses: ["som-2026-1": MeetingUses(refs: (1...12).map { "R-\($0)" }, others: 2)])
        do {
            _ = try decide(MeetingUseTests.rewritings[0], world.registry, context)
            Issue.record("not refused")
        } catch let refusal {
            #expect(refusal.message.contains("R-10, 4 more rest on som-2026-1"))
            #expect(!refusal.message.contains("R-11"))
        }
    }
}
