import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// A recall undoes the last move, by the office that made it, before the next move and before publication.
@Suite struct RecallTests {
    private let ref = World.ref

    /// What a recall must restore.
    private func standing(_ proposal: Proposal) -> [String] {
        [
            proposal.state, proposal.track ?? "-", proposal.openRound.map { "\($0.number)" } ?? "-",
            proposal.openRound.map { "\($0.positions.count) \($0.closes?.description ?? "-")" } ?? "-",
        ]
    }

    @Test func aCirculationIsUndone() throws {
        var world = try World.asem()
        try world.draft()
        let before = standing(try world.proposal(ref))
        try world.circulate()
        try world.hear("JP")
        try world.act(World.recall(), on: ref, as: .proposer("FR"))
        let proposal = try world.proposal(ref)
        #expect(standing(proposal) == before && proposal.rounds.map(\.ended) == [.undone])
        #expect(!proposal.wasShared(try Repository.initiative()))
        try world.circulate()
        #expect(try world.proposal(ref).openRound?.number == 2)
    }

    @Test func aRecirculationIsUndone() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(
            .advance("recirculate", ["reason": "R", "track": "information"]), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).track == "information")
        try world.act(World.recall(), on: ref, as: .proposer("FR"))
        let proposal = try world.proposal(ref)
        #expect(standing(proposal) == ["consensus", "work-programme", "1", "53 -"])
        #expect(proposal.rounds.map(\.ended) == [nil, .undone] && proposal.presentRound?.number == 1)
        try world.hear("JP", .objection)
        #expect(try world.proposal(ref).openRound?.positions["JP"]?.stance == .objection)
    }

    @Test func aReturnIsUndone() throws {
        var world = try World.asem()
        try world.reachConsensus()
        let before = standing(try world.proposal(ref))
        try world.act(World.move("return"), on: ref, as: .coordinator("ASEAN"))
        #expect(try world.proposal(ref).openRound == nil)
        try world.act(World.recall(), on: ref, as: .coordinator("ASEAN"))
        #expect(standing(try world.proposal(ref)) == before)
    }

    @Test func aConfirmationABlessingAndADefermentAreUndone() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.recall(), on: ref, as: .coordinator("ASEAN"))
        #expect(standing(try world.proposal(ref)) == ["circulated", "work-programme", "1", "53 -"])
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        try world.holdSOM()
        let deferral = Command.advance("defer", ["meeting": "som-2026-1", "reason": "R"])
        try world.act(deferral, on: ref, as: .somLeader("DE"))
        try world.act(World.recall(), on: ref, as: .somLeader("DE"))
        #expect(try world.proposal(ref).moves.map(\.transition) == ["circulate", "recall", "confirm", "recall"])
        try world.act(World.bless(), on: ref, as: .somLeader("DE"))
        try world.act(World.recall(), on: ref, as: .somLeader("DE"))
        #expect(standing(try world.proposal(ref)) == ["consensus", "work-programme", "1", "53 -"])
        try world.act(World.bless(), on: ref, as: .somLeader("DE"))
    }

    @Test func aRevisionAfterTheBlessingDoesNotKeepItFromBeingRecalled() throws {
        var world = try World.asem()
        try world.reachBlessing()
        try world.act(
            .revise(fields: ["location": "Elsewhere"], kind: nil, decidedAt: nil), on: ref, as: .proposer("FR"))
        try world.act(World.recall(), on: ref, as: .somLeader("DE"))
        #expect(standing(try world.proposal(ref)) == ["consensus", "work-programme", "-", "-"])
        #expect(
            try world.refusal(World.bless(), on: ref, as: .somLeader("DE")).findings.map(\.requirement)
                == ["consensus"], "no position stands on the new text")
    }

    @Test func aContestedRevisionIsNotUndoneByARecall() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll()
        try world.act(
            .revise(fields: ["location": "Elsewhere"], kind: .editorial, decidedAt: nil), on: ref, as: .proposer("FR"))
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        try world.act(.contestRevision(nil, decidedAt: nil), on: ref, as: .contactPoint("JP"))
        try world.act(World.recall(), on: ref, as: .coordinator("ASEAN"))
        #expect(standing(try world.proposal(ref)) == ["circulated", "work-programme", "-", "-"])
    }

    @Test func theRecallIsMadeInTheOfficeOfTheMove() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.recall(), on: ref, as: .proposer("FR"), .coordinator("NESA"), .coordinator("ASEAN"))
        #expect(world.history(ref).last?.event.actor.office == .coordinator("ASEAN"))
    }

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    static let cases: [RefusalCase] = [
        RefusalCase(
            "nothing to recall", as: .proposer("FR"), code: .unmet, unmet: ["same-office-as-last-move"],
            says: "there is no move to undo", after: { try $0.draft() }, asked: { _ in World.recall() }),
        RefusalCase(
            "another office", as: .coordinator("NESA"), code: .unmet, unmet: ["same-office-as-last-move"],
            says: "the last move was made by regional-coordinator of ASEAN", after: { try $0.reachConsensus() },
            asked: { _ in World.recall() }),
        RefusalCase(
            "no office of the lifecycle", as: .contactPoint("FR"), code: .forbidden,
            says: "only the proposer or a Regional Coordinator or a SOM leader may recall",
            after: { try $0.reachConsensus() }, asked: { _ in World.recall() }),
        RefusalCase(
            "a recall of a recall", as: .coordinator("ASEAN"), code: .unmet, unmet: ["same-office-as-last-move"],
            says: "there is no move to undo",
            after: {
                try $0.reachConsensus()
                try $0.act(World.recall(), on: World.ref, as: .coordinator("ASEAN"))
            }, asked: { _ in World.recall() }),
        RefusalCase(
            "without a reason", as: .coordinator("ASEAN"), code: .unmet, unmet: ["input"],
            says: "\"reason\" must be given", after: { try $0.reachConsensus() },
            asked: { _ in World.move("recall", nil) }),
        RefusalCase(
            "a return whose text was revised", as: .coordinator("ASEAN"), code: .unmet, unmet: ["text-unchanged"],
            says: "the text was revised after \"return to the proposer\"",
            after: {
                try $0.reachConsensus()
                try $0.act(World.move("return"), on: World.ref, as: .coordinator("ASEAN"))
                try $0.act(
                    .revise(fields: ["goals": "G"], kind: nil, decidedAt: nil), on: World.ref, as: .proposer("FR"))
            }, asked: { _ in World.recall() }),
        RefusalCase(
            "after publication", as: .somLeader("DE"), code: .unmet, unmet: ["fact-absent"],
            says: "\"published on the InfoBoard\" is already recorded",
            after: {
                try $0.reachBlessing()
                try $0.act(World.published, on: World.ref, as: .infoboard)
            }, asked: { _ in World.recall() }),
        RefusalCase(
            "from a final state", as: .proposer("VN"), .proposer("FR"), code: .unmet,
            unmet: ["state", "fact-absent"], says: "the proposal is Reported", after: { try $0.reachReport() },
            asked: { _ in World.recall() }),
        RefusalCase(
            "of a withdrawal", as: .proposer("FR"), code: .unmet, unmet: ["state"], says: "the proposal is Withdrawn",
            after: {
                try $0.draft()
                try $0.act(World.move("withdraw"), on: World.ref, as: .proposer("FR"))
            }, asked: { _ in World.recall() }),
        RefusalCase(
            "before the move that it undoes", as: .coordinator("ASEAN"), code: .unmet, unmet: ["decided-in-order"],
            says: "decided on 2026-03-10, before \"confirm consensus\" of 2026-03-11",
            after: { try $0.reachConsensus() }, asked: { .advance("recall", ["reason": "R"], at: $0.inDays(-1)) }),
        RefusalCase(
            "a second tabling where that stands", league: true, as: .mover("VEN"), code: .unmet,
            unmet: ["last-move-not"], says: "\"table it again\" cannot be undone",
            after: {
                try $0.pencil()
                try $0.table()
                try $0.act(.advance("table-again", ["why": "W"]), on: World.charter, as: .mover("VEN"))
            }, asked: { _ in .advance("unmake") }),
    ]
}
