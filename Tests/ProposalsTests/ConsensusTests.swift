import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Full consensus needs every partner of the roster, on this text, in this round.
@Suite struct ConsensusTests {
    private let ref = World.ref

    @Test func rosterHoldsAllPartners() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        let round = try #require(try world.proposal(ref).openRound)
        #expect(round.roster.count == 53)
        #expect(round.roster.contains { $0.partner == "EU" } && round.contains("ASEANSEC"))
        #expect(round.roster.first { $0.partner == "AU" }?.attributes["group"] == "NESA")
    }

    /// An act on a round that is open looks at the partners that the text names as they stood when it was circulated.
    @Test func anOpenRoundLooksAtPartnersAsTheyWere() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.change(.admitPartner(Partner(id: "VN", name: "Viet Nam", attributes: ["region": "Europe"])))
        try world.act(World.move("recirculate"), on: ref, as: .proposer("FR"))
        // The new round has frozen what it is now, and no organiser is of Asia any more.
        let refusal = try world.refusal(World.move("recirculate"), on: ref, as: .proposer("FR"))
        #expect(refusal.findings.map(\.requirement) == ["counterparts"])
    }

    @Test func oneNotHeardIsNamed() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll(except: ["MN"])
        let refusal = try world.refusal(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        #expect(refusal.code == .unmet)
        #expect(refusal.findings.map(\.requirement) == ["consensus"])
        #expect(refusal.findings.first?.subjects == ["MN"])
        #expect(refusal.findings.first?.detail == "52 of 53 partners; not yet heard: MN")
        #expect(refusal.findings.first?.who == [Capable(role: "contact-point", partner: "MN")])
        #expect(refusal.findings.first?.rule == "AECF 25")
        try world.hear("MN", .noObjection)
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        #expect(try world.proposal(ref).state == "consensus")
    }

    @Test(arguments: [Stance.objection, .reservation])
    func oneContraryIsNamedWithItsReason(stance: Stance) throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll(except: ["JP"])
        try world.act(
            .takePosition(StatedPosition(stance: stance, reason: "The cost is not shared.")), on: ref,
            as: .contactPoint("JP"))
        let finding = try #require(
            try world.refusal(World.confirm(), on: ref, as: .coordinator("ASEAN")).findings.first)
        #expect(finding.subjects == ["JP"])
        #expect(finding.detail == "52 of 53 partners; JP: \(stance.rawValue) (The cost is not shared.)")
    }

    @Test func aPartnerThatJoinsLaterChangesNothing() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        let before = try world.proposal(ref)
        world.wait(days: 1)
        try world.change(
            .admitPartner(
                Partner(id: "TL", name: "A new partner", attributes: ["region": "Asia"], joined: world.now.date)))
        try world.change(.partnerLeft(id: "GB", on: world.now.date))
        #expect(try world.proposal(ref) == before)
        #expect(
            try world.refusal(
                .takePosition(StatedPosition(stance: .support)), on: ref, as: .contactPoint("TL")
            ).findings.map(\.requirement) == ["roster"])
        try world.hearAll()
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        #expect(try world.proposal(ref).state == "consensus")
    }

    @Test func attributesAreFrozenWithTheRoster() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.change(.admitPartner(Partner(id: "JP", name: "Japan", attributes: ["group": "Europe"])))
        #expect(try world.proposal(ref).openRound?.roster.first { $0.partner == "JP" }?.attributes["group"] == "NESA")
    }

    @Test func aSubstantiveRevisionLeavesNoPosition() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll()
        try world.act(
            .revise(fields: ["finance": "By nobody."], kind: .substantive, decidedAt: nil), on: ref, as: .proposer("FR")
        )
        let proposal = try world.proposal(ref)
        #expect(proposal.openRound == nil)
        #expect(proposal.rounds.last?.ended == .substantiveRevision)
        #expect(proposal.rounds.last?.positions.count == 53, "history keeps them")
        let finding = try #require(
            try world.refusal(World.confirm(), on: ref, as: .coordinator("ASEAN")).findings.first)
        #expect(finding.detail.contains("no round is open on the present text"))
        try world.act(World.move("recirculate"), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).openRound?.number == 2)
        #expect(try world.proposal(ref).openRound?.notHeard.count == 53)
    }

    @Test(arguments: [Stance.objection, .reservation])
    func aPositionMayChangeUntilTheBlessing(stance: Stance) throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.hear("IN", stance)
        try world.holdSOM()
        let refusal = try world.refusal(World.bless(), on: ref, as: .somLeader("DE"))
        #expect(refusal.findings.map(\.requirement) == ["consensus"])
        #expect(refusal.findings.first?.detail.contains("IN: \(stance.rawValue) (For a reason of IN.)") ?? false)
        try world.hear("IN", .noObjection)
        try world.act(World.bless(), on: ref, as: .somLeader("DE"))
        #expect(try world.proposal(ref).state == "som-blessed")
    }

    @Test func aRetractedPositionIsNotHeard() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(.takePosition(StatedPosition(stance: nil)), on: ref, as: .contactPoint("KR"))
        try world.holdSOM()
        #expect(try world.refusal(World.bless(), on: ref, as: .somLeader("DE")).findings.first?.subjects == ["KR"])
    }

    @Test func noConsensusStoodBeforeThoseItRestsOnWereHeard() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll(except: ["MN"])
        let early = world.now
        world.wait(days: 2)
        try world.hear("MN")
        let finding = try #require(
            try world.refusal(World.confirm(at: early), on: ref, as: .coordinator("NESA")).findings.first)
        #expect(finding.requirement == "consensus")
        #expect(finding.detail == "decided on 2026-03-10, before MN was heard on 2026-03-12")
        try world.act(World.confirm(), on: ref, as: .coordinator("NESA"))
    }

    @Test func sayingTheSameAgainDoesNotMoveTheConsensus() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        let atSOM = world.now
        world.wait(days: 4)
        try world.hear("IN", .noObjection)
        try world.act(World.bless(at: atSOM), on: ref, as: .somLeader("DE"))
        #expect(try world.proposal(ref).moves.last?.decidedAt == atSOM)
    }

    @Test func anObjectionLiftedAfterTheMeetingComesTooLateForIt() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.hear("IN", .objection)
        try world.holdSOM()
        let atSOM = world.now
        world.wait(days: 4)
        try world.hear("IN", .support)
        #expect(
            try world.refusal(World.bless(at: atSOM), on: ref, as: .somLeader("DE")).findings.map(\.requirement)
                == ["consensus"])
    }
}
