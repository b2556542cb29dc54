import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// What a change of the text does in each state, and who may contest one that was called editorial.
@Suite struct RevisionTests {
    private let ref = World.ref

    private func effect(_ events: [SealedEvent]) -> String? { events.last?.event.data["effect"]?.string }

    @Test func aDraftIsFree() throws {
        var world = try World.asem()
        try world.draft(["title": "A title", "objective": "O"])
        let events = try world.act(
            .revise(fields: ["goals": "G", "objective": .null], kind: nil, decidedAt: nil), on: ref, as: .proposer("FR")
        )
        #expect(effect(events) == "free")
        let proposal = try world.proposal(ref)
        #expect(proposal.fields == ["title": "A title", "goals": "G"] && proposal.revision == 2)
        #expect(proposal.textDigest == textDigest(proposal.fields))
    }

    @Test func sayingWhatStandsThereChangesNothing() throws {
        var world = try World.asem()
        try world.draft()
        let events = try world.act(
            .revise(fields: ["title": "Trial seminar on harbours", "follows": .null], kind: nil, decidedAt: nil),
            on: ref,
            as: .proposer("FR"))
        let proposal = try world.proposal(ref)
        #expect(events.isEmpty && proposal.version == 1)
    }

    @Test func anOrganiserMayRevise() throws {
        var world = try World.asem()
        try world.draft()
        try world.act(
            .revise(fields: ["location": "Elsewhere"], kind: nil, decidedAt: nil), on: ref, as: .proposer("VN"))
        #expect(world.history(ref).last?.event.actor.office == .proposer("VN"))
    }

    @Test func anEditorialRevisionKeepsPositionsAndMayBeContested() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hearAll()
        let before = try world.proposal(ref).textDigest
        let events = try world.act(
            .revise(fields: ["location": "Hanoi"], kind: .editorial, decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(effect(events) == "editorial")
        var proposal = try world.proposal(ref)
        #expect(proposal.openRound?.positions.count == 53)
        #expect(proposal.openRound?.textDigest == proposal.textDigest && proposal.textDigest != before)
        #expect(proposal.openRound?.positions["JP"]?.textDigest == before, "a position keeps the text it was taken on")
        let revision = try #require(proposal.editorialRevisions.first)
        #expect(revision.revision == 2 && revision.round == 1 && revision.fields == ["location"])
        #expect(!revision.isContested)
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        try world.act(.contestRevision(nil, decidedAt: nil), on: ref, as: .contactPoint("JP"))
        proposal = try world.proposal(ref)
        #expect(proposal.openRound == nil && proposal.rounds.last?.ended == .contestedRevision)
        #expect(proposal.editorialRevisions.first?.isContested == true)
        try world.holdSOM()
        #expect(
            try world.refusal(World.bless(), on: ref, as: .somLeader("DE")).findings.first?.requirement == "consensus")
        try world.act(World.move("recirculate"), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).state == "circulated")
    }

    @Test func withoutAnOpenRoundTheTextIsFree() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.act(
            .revise(fields: ["goals": "Others"], kind: .substantive, decidedAt: nil), on: ref, as: .proposer("FR"))
        let events = try world.act(
            .revise(fields: ["goals": "More"], kind: nil, decidedAt: nil), on: ref, as: .proposer("FR"))
        let proposal = try world.proposal(ref)
        #expect(effect(events) == "free" && proposal.rounds.count == 1)
    }

    @Test func afterTheDecisionDatesPlaceAndContactsChange() throws {
        var world = try World.asem()
        try world.reachBlessing()
        let contacts: JSONValue = [
            ["partner": "FR", "body": "Ministry of Examples", "contact": .string(Texts.otherContact)],
            ["partner": "VN", "contact": .string(Texts.contact)], ["organisation": "An institute"],
        ]
        let events = try world.act(
            .revise(
                fields: ["starts": "2026-05-30", "location": "Hue", "organisers": contacts], kind: nil, decidedAt: nil),
            on: ref,
            as: .proposer("FR"))
        #expect(effect(events) == "after-decision")
        #expect(try world.proposal(ref).state == "som-blessed")
        #expect(try world.proposal(ref).rounds.last?.ended == .revisedAfterDecision)
    }

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    static let cases: [RefusalCase] = [
        RefusalCase(
            "a Contact Point revises", as: .contactPoint("FR"), code: .forbidden,
            says: "only the proposer or an organiser may write \"Goals\"", after: { try $0.draft() },
            asked: { _ in .revise(fields: ["goals": "G"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "a stranger's bad value tells it nothing of the form", as: .proposer("DE"), code: .forbidden,
            says: "only the proposer or an organiser", after: { try $0.draft() },
            asked: { _ in .revise(fields: ["cost": "free"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "a field of the registrar", league: true, as: .mover("VEN"), code: .forbidden,
            says: "only the registrar may write \"Shelfmark\"", after: { try $0.pencil() },
            asked: { _ in .revise(fields: ["shelfmark": "S 1", "title": "T"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "no field at all", as: .proposer("FR"), code: .badField, field: "fields", says: "at least one field",
            after: { try $0.draft() }, asked: { _ in .revise(fields: [:], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "no title left", as: .proposer("FR"), code: .badField, field: "title", says: "keeps a title",
            after: { try $0.draft() }, asked: { _ in .revise(fields: ["title": .null], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "an end before the start that stands there", as: .proposer("FR"), code: .badField, field: "ends",
            says: "2026-05-01 is before the start, 2026-06-01", after: { try $0.draft() },
            asked: { _ in .revise(fields: ["ends": "2026-05-01"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "no kind while circulated", as: .proposer("FR"), code: .badField, field: "kind",
            says: "say whether the change is",
            after: {
                try $0.draft()
                try $0.circulate()
            }, asked: { _ in .revise(fields: ["location": "L"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "an editorial change of the cost", as: .proposer("FR"), code: .unmet, unmet: ["editorial"],
            says: "a change of \"cost\" is never editorial",
            after: {
                try $0.draft()
                try $0.circulate()
            },
            asked: { _ in
                .revise(fields: ["cost": ["currency": "EUR", "amount": "1"]], kind: .editorial, decidedAt: nil)
            }),
        RefusalCase(
            "other goals after the blessing", as: .proposer("FR"), code: .unmet, unmet: ["after-decision"],
            says: "\"goals\" cannot change once it is SOM-blessed; only location, starts, ends, organisers may",
            after: { try $0.reachBlessing() },
            asked: { _ in .revise(fields: ["goals": "G"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "another organiser after the blessing", as: .proposer("FR"), code: .unmet, unmet: ["after-decision"],
            says: "only the contacts in \"organisers\" change", after: { try $0.reachBlessing() },
            asked: { _ in
                .revise(
                    fields: ["organisers": [["partner": "FR", "body": "Ministry of Examples"]]], kind: nil,
                    decidedAt: nil)
            }),
        RefusalCase(
            "a text that is reported", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "the text cannot change once it is Reported", after: { try $0.reachReport() },
            asked: { _ in .revise(fields: ["location": "L"], kind: nil, decidedAt: nil) }),
        RefusalCase(
            "a contest by a coordinator", as: .coordinator("ASEAN"), code: .forbidden,
            says: "only a Contact Point may speak", after: { try $0.reachConsensus() },
            asked: { _ in .contestRevision(nil, decidedAt: nil) }),
        RefusalCase(
            "a contest of nothing", as: .contactPoint("JP"), code: .unmet, unmet: ["revision"],
            says: "round 1 has no editorial revision", after: { try $0.reachConsensus() },
            asked: { _ in .contestRevision(nil, decidedAt: nil) }),
        RefusalCase(
            "a contest of another revision", as: .contactPoint("JP"), code: .unmet, unmet: ["revision"],
            says: "revision 7 is not an editorial revision of round 1; it has 2",
            after: {
                try $0.reachConsensus()
                try $0.act(
                    .revise(fields: ["location": "L"], kind: .editorial, decidedAt: nil), on: World.ref,
                    as: .proposer("FR"))
            }, asked: { _ in .contestRevision(7, decidedAt: nil) }),
        RefusalCase(
            "a contest after the blessing", as: .contactPoint("JP"), code: .unmet, unmet: ["state"],
            says: "a revision is contested while a proposal is Circulated or Consensus",
            after: { try $0.reachBlessing() }, asked: { _ in .contestRevision(nil, decidedAt: nil) }),
    ]
}
