import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// A partner contests what a coordinator relayed for it: what it said itself stands again.
@Suite struct ContestTests {
    private let ref = World.ref
    private static let contest = Command.contestPosition(partner: nil, invitation: nil, decidedAt: nil)

    private func circulated(_ world: inout World) throws {
        try world.draft()
        try world.circulate()
    }

    private func position(_ world: World, _ partner: String) throws -> Position? {
        try world.proposal(ref).openRound?.positions[partner]
    }

    /// JP through its coordinator.
    private func relay(_ world: inout World, _ stance: Stance?) throws {
        try world.act(
            .position(stance, of: "JP", reason: "As the note says.", relayed: .mail(world.now)), on: ref,
            as: .coordinator("NESA"))
    }

    private func contest(_ world: inout World) throws -> JSONObject {
        let events = try world.act(ContestTests.contest, on: ref, as: .contactPoint("JP"))
        return try #require(events.last?.event.data)
    }

    @Test(arguments: [[Stance.support], [nil], [.support, .noObjection], [.support, nil, .reservation]])
    func itsOwnPositionStandsAgain(relayed: [Stance?]) throws {
        var world = try World.asem()
        try circulated(&world)
        try world.hear("JP", .objection)
        let own = try #require(try position(world, "JP"))
        for stance in relayed {
            world.wait(hours: 1)
            if stance == nil, try position(world, "JP") == nil { continue }
            try relay(&world, stance)
        }
        #expect(try position(world, "JP") != own)
        let data = try contest(&world)
        #expect(try position(world, "JP") == own, "recorded when it was, by whom it was, on the text that it was on")
        #expect(data["restores"]?["stance"]?.string == "objection")
        #expect(try world.refusal(ContestTests.contest, on: ref, as: .contactPoint("JP")).code == .unmet)
        try replays(world)
    }

    @Test func withoutAnOwnOneItIsNotHeard() throws {
        var world = try World.asem()
        try circulated(&world)
        try relay(&world, .support)
        #expect(try contest(&world)["restores"] == .null)
        #expect(try position(world, "JP") == nil && world.proposal(ref).openRound?.notHeard.contains("JP") == true)
    }

    @Test func whatItTookBackItselfStaysTakenBack() throws {
        var world = try World.asem()
        try circulated(&world)
        try world.hear("JP", .support)
        try world.act(.position(nil), on: ref, as: .contactPoint("JP"))
        try relay(&world, .support)
        _ = try contest(&world)
        #expect(try position(world, "JP") == nil)
    }

    @Test func itsOwnOneAfterwardsIsNotContested() throws {
        var world = try World.asem()
        try circulated(&world)
        try relay(&world, .objection)
        try world.hear("JP", .support)
        let refusal = try world.refusal(ContestTests.contest, on: ref, as: .contactPoint("JP"))
        #expect(refusal.message == "no position was relayed for JP in round 1")
    }

    @Test func aRestoredObjectionBlocksAgain() throws {
        var world = try World.asem()
        try circulated(&world)
        try world.hearAll(except: ["JP"])
        try world.hear("JP", .objection)
        try relay(&world, .support)
        world.wait(days: 1)
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        _ = try contest(&world)
        try world.holdSOM()
        let refusal = try world.refusal(World.bless(), on: ref, as: .somLeader("DE"))
        #expect(refusal.findings.map(\.requirement) == ["consensus"] && refusal.message.contains("JP: objection"))
    }

    @Test func aNewRoundRestoresNothingOfTheOldOne() throws {
        var world = try World.asem()
        try circulated(&world)
        try world.hear("JP", .support)
        try world.act(World.move("recirculate"), on: ref, as: .proposer("FR"))
        try relay(&world, .objection)
        _ = try contest(&world)
        #expect(try position(world, "JP") == nil)
    }

    @Test func onAnInvitationAsWell() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(InvitationTests.invite, on: ref, as: .proposer("FR"))
        try world.act(.position(.objection, reason: "No.", invitation: 1), on: ref, as: .contactPoint("JP"))
        let own = try world.proposal(ref).invitations[0].positions["JP"]
        let contest = Command.contestPosition(partner: nil, invitation: 1, decidedAt: nil)
        #expect(
            try world.refusal(contest, on: ref, as: .contactPoint("JP")).message
                == "no position was relayed for JP on invitation 1")
        try world.act(
            .position(.support, of: "JP", relayed: .mail(world.now), invitation: 1), on: ref, as: .coordinator("NESA"))
        #expect(try world.proposal(ref).invitations[0].positions["JP"]?.stance == .support)
        try world.act(contest, on: ref, as: .contactPoint("JP"))
        #expect(try world.proposal(ref).invitations[0].positions["JP"] == own)
        #expect(try position(world, "JP")?.stance == .support, "the proposal's own round is another matter")
        try replays(world)
    }

    @Test func silenceThatALateNoteReplacedStandsAgain() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        world.wait(days: 5)
        let mail = Relay.mail(world.now)
        world.wait(days: 6)
        try world.act(
            .position(.objection, of: "BRG", reason: "No.", relayed: mail), on: World.charter, as: .steward("north"))
        try world.act(ContestTests.contest, on: World.charter, as: .voice("BRG"))
        #expect(try world.proposal(World.charter).openRound?.positions["BRG"]?.stance == .tacit)
    }

    private func replays(_ world: World) throws {
        let bytes = try world.history(ref).map { try SealedEvent(bytes: $0.bytes) }
        #expect(try Proposal.replay(bytes) == world.proposal(ref))
    }
}
