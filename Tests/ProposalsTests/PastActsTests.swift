import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Every act on a proposal that takes `decided_by`, in an office of the past, and what a reader sees of who decided it.
@Suite struct PastActsTests {
    @Test func eachActIsRecordedInTheNameOfWhoDecidedIt() throws {
        var world = try World.asem()
        try world.playPastActs()
        let history = world.history(World.ref).map(\.event)
        let past = history.filter { $0.data["decided_by"] != nil }
        #expect(
            past.map(\.kind) == [
                .drafted, .revised, .moved, .deadlineMoved, .noted, .positionTaken, .moved, .invitationProposed,
                .invitationPosition, .invitationDecided, .moved, .factRecorded,
            ])
        for event in past {
            #expect(event.actor.account == "asem-trial/admin" && event.actor.past?["holder"]?.string == World.anna)
            #expect(event.actor.office.map { World.annasOffices.contains($0) } == true, "\(event.kind)")
            #expect(event.decidedAt < event.recordedAt && event.actor.past?["from"] == "Minute 3")
        }
        let proposal = try world.proposal(World.ref)
        #expect(proposal.state == "som-blessed" && proposal.invitations.first?.outcome == .agreed)
        #expect(proposal.moves.allSatisfy { $0.actor.past != nil } && proposal.facts.first?.actor.past != nil)
        #expect(proposal.invitations.first?.positions["JP"]?.actor.past != nil)
        #expect(proposal.invitations.first?.positions["VN"]?.actor.past == nil)
        #expect(try Proposal.replay(world.history(World.ref)) == proposal)
    }

    /// What the office could not do then, nobody records in its name.
    @Test func theRulesOfTheActHoldForTheOfficeOfThePast() throws {
        var late = try World.asem()
        let (during, som) = try late.passAnnasTerm()
        let bless = World.bless(at: som)
        // The consensus came after it would have been blessed.
        try late.reachConsensus()
        #expect(throws: Refusal.self) { try late.pastDrafts(bless, for: .somLeader("DE")) }
        var own = try World.asem()
        _ = try own.passAnnasTerm()
        try own.record(
            .draft(lifecycle: nil, partner: nil, fields: Texts.initiative, decidedAt: during), for: .proposer("FR"))
        try own.record(.advance("circulate", ["track": "work-programme"], at: during), for: .proposer("FR"))
        for entry in try own.proposal(World.ref).openRound?.roster ?? [] {
            try own.act(
                .position(.support, decidedAt: during), on: World.ref, as: .contactPoint(entry.partner))
        }
        try own.record(World.confirm(at: during), for: .coordinator("ASEAN"))
        do {
            _ = try own.pastDrafts(bless, for: .somLeader("FR"))
            Issue.record("a leader blessed its own partner's proposal")
        } catch let refusal as Refusal {
            #expect(refusal.findings.map(\.requirement) == ["not-own-partner"], "\(refusal.message)")
        }
        try own.record(bless, for: .somLeader("DE"))
    }

    /// A contest restores what the partner said itself, and with it who decided that.
    @Test(arguments: [nil, 1]) func whatStandsAgainKeepsWhoDecidedIt(invitation: Int?) throws {
        var world = try World.asem()
        let (during, _) = try world.passAnnasTerm()
        try world.record(
            .draft(lifecycle: nil, partner: nil, fields: Texts.initiative, decidedAt: during), for: .proposer("FR"))
        try world.record(.advance("circulate", ["track": "work-programme"], at: during), for: .proposer("FR"))
        if invitation != nil {
            for entry in try world.proposal(World.ref).openRound?.roster ?? [] {
                try world.act(
                    .position(.support, decidedAt: during), on: World.ref, as: .contactPoint(entry.partner))
            }
            try world.record(World.confirm(at: during), for: .coordinator("ASEAN"))
            try world.record(.invite(invitee: "A fund", event: "The dinner", decidedAt: during), for: .proposer("FR"))
        }
        func position() throws -> Position? {
            let proposal = try world.proposal(World.ref)
            return invitation == nil
                ? proposal.openRound?.positions["JP"] : proposal.invitations.first?.positions["JP"]
        }
        try world.record(
            .position(.objection, reason: "No.", invitation: invitation, decidedAt: during), for: .contactPoint("JP"))
        let own = try #require(try position())
        try world.act(
            .position(.support, of: "JP", relayed: .mail(world.now), invitation: invitation), on: World.ref,
            as: .coordinator("NESA"))
        #expect(try position()?.actor.past == nil)
        try world.act(
            .contestPosition(partner: nil, invitation: invitation, decidedAt: nil), on: World.ref,
            as: .contactPoint("JP"))
        #expect(own.actor.past != nil)
        #expect(try position() == own)
        #expect(try Proposal.replay(world.history(World.ref)) == world.proposal(World.ref))
    }
}
