import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// The moves of the initiative's lifecycle: each one made, and what each one freezes, ends or keeps.
@Suite struct MoveTests {
    private let ref = World.ref

    @Test func allFiveStates() throws {
        var world = try World.asem()
        try world.reachReport()
        let proposal = try world.proposal(ref)
        #expect(
            [proposal.moves.first?.from ?? ""] + proposal.moves.map(\.to)
                == ["drafted", "circulated", "consensus", "som-blessed", "reported"])
        #expect(proposal.facts.map(\.fact) == ["published", "implemented"])
        #expect(proposal.publishedFields == ["title", "starts"])
        #expect(proposal.moves.last?.inputs == World.outcomes)
        #expect(proposal.moves.last?.actor.office == .proposer("VN"), "an organiser reports")
    }

    @Test func aCirculationFreezesTextRosterTrackAndDuplicates() throws {
        var world = try World.asem()
        var fields = Texts.initiative
        fields["follows"] = "ASEM-2019-0003"
        fields["duplicates"] = [["ref": "ASEM-2020-0007", "answer": "Another sea."]]
        try world.draft(fields)
        let closes = world.inDays(30)
        try world.act(
            .advance("circulate", ["track": "work-programme", "closes": .string(closes.description)]), on: ref,
            as: .proposer("FR"), alike: ["ASEM-2020-0007", "ASEM-2019-0003", ref, "ASEM-2020-0007"])
        let round = try #require(try world.proposal(ref).openRound)
        #expect(round.textDigest == textDigest(fields) && round.revision == 1 && round.closes == closes)
        #expect(round.track == "work-programme" && round.openedBy == 2)
        let data = world.history(ref).last?.event.data["round"]
        #expect(data?["duplicates"] == ["ASEM-2020-0007"], "not itself, not the edition that it follows, each once")
    }

    @Test func theInformationTrackAsksForTitleAndOrganisersOnly() throws {
        var world = try World.asem()
        try world.draft(["title": "T", "organisers": [["partner": "FR"]]])
        try world.circulate(track: "information")
        #expect(try world.proposal(ref).track == "information")
        let refusal = try world.refusal(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        #expect(refusal.findings.map(\.requirement) == ["on-track"], "silence and consent are not asked for")
        try world.act(
            .fact("implemented", ["status": "cancelled", "reason": "No room."]), on: ref, as: .proposer("FR"))
        let later = try world.refusal(
            .advance("recirculate", ["reason": "R", "track": "work-programme"]), on: ref, as: .proposer("FR"))
        #expect(later.findings.map(\.requirement) == ["form-complete", "counterparts"])
        try world.act(
            .revise(fields: Texts.initiative, kind: .substantive, decidedAt: nil), on: ref, as: .proposer("FR"))
        try world.act(
            .advance("recirculate", ["reason": "R", "track": "work-programme"]), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).track == "work-programme")
    }

    @Test func aWaiverStandsForACounterpart() throws {
        var world = try World.asem()
        var fields = Texts.initiative
        fields["organisers"] = [["partner": "FR"]]
        fields["counterpart_waiver"] = "Only one side has such harbours."
        try world.draft(fields)
        try world.circulate()
    }

    @Test func aRecirculationKeepsTheOldRoundInHistory() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.move("recirculate"), on: ref, as: .proposer("FR"))
        let proposal = try world.proposal(ref)
        #expect(proposal.state == "circulated" && proposal.track == "work-programme")
        #expect(proposal.rounds.map(\.ended) == [.recirculated, nil])
        #expect(proposal.rounds.map(\.positions.count) == [53, 0])
    }

    @Test func aDefermentKeepsPositions() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(
            .advance("defer", ["meeting": "som-2026-2", "reason": "R"]), on: ref, as: .somLeader("DE"))
        #expect(try world.proposal(ref).state == "consensus")
        #expect(try world.proposal(ref).openRound?.positions.count == 53)
    }

    @Test(arguments: [Office.coordinator("NESA"), .somLeader("DE")])
    func aReturnEndsTheRound(office: Office) throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.move("return"), on: ref, as: office)
        let proposal = try world.proposal(ref)
        #expect(proposal.state == "drafted" && proposal.rounds.map(\.ended) == [.moved])
        #expect(proposal.rounds.first?.positions.count == 53)
        try world.circulate()
        #expect(try world.proposal(ref).openRound?.number == 2)
    }

    @Test func aWithdrawalIsFinal() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.move("withdraw"), on: ref, as: .proposer("FR"))
        let world2 = world
        #expect(try world.proposal(ref).state == "withdrawn")
        for transition in try Repository.initiative().transitions {
            let refusal = try world2.refusal(
                .advance(transition.id), on: ref, as: .proposer("FR"), .coordinator("ASEAN"), .somLeader("DE"))
            #expect(refusal.findings.contains { $0.requirement == "state" }, "\(transition.id)")
        }
    }

    @Test func theSameDayIsInOrderWhateverTheHour() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll()
        world.wait(hours: 5)
        try world.act(
            World.confirm(at: World.instant("2026-03-10T00:00:00Z")), on: ref, as: .coordinator("ASEAN"))
        #expect(try world.proposal(ref).moves.last?.decidedAt == World.instant("2026-03-10T00:00:00Z"))
    }

    /// A day in Tokyo or Honolulu is still the meeting's day: fourteen hours either way.
    @Test(arguments: [
        ("2026-03-23T10:00:00Z", true), ("2026-03-23T09:59:59Z", false), ("2026-03-26T13:59:59Z", true),
        ("2026-03-26T14:00:00Z", false),
    ])
    func heldDatesAreLocalDays(moment: String, isHeld: Bool) throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        world.wait(days: 5)
        let command = World.bless(at: World.instant(moment))
        if isHeld {
            try world.act(command, on: ref, as: .somLeader("DE"))
        } else {
            #expect(
                try world.refusal(command, on: ref, as: .somLeader("DE")).findings.map(\.requirement)
                    == ["decided-during-meeting"])
        }
    }

    @Test func theHouseRuleMayBeSwitchedOff() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        var settings = World.asemSettings
        settings.disabledHouseRules = ["not-own-partner"]
        try world.change(.setForum(settings))
        try world.act(World.bless(), on: ref, as: .somLeader("FR"))
        #expect(try world.proposal(ref).state == "som-blessed")
    }

    @Test func theCharterRunsOnTheSameEngine() throws {
        var world = try World.league()
        try world.reachAgreement()
        try world.holdMoot()
        try world.act(World.seal, on: World.charter, as: .doge("GEN"))
        try world.act(.fact("opened", ["day": "2026-04-10"]), on: World.charter, as: .mover("BRG"))
        try world.act(
            .revise(fields: ["lapses": "2026-12-31"], kind: nil, decidedAt: nil), on: World.charter, as: .mover("VEN"))
        try world.act(.advance("close"), on: World.charter, as: .mover("VEN"))
        #expect(
            try world.proposal(World.charter).moves.map(\.to) == ["tabled", "agreed", "sealed", "closed"])
    }
}
