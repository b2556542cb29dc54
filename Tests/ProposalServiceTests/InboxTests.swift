import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// What one proposal asks of somebody.
@Suite struct InboxTests {
    private func items(_ forum: MiniForum, _ offices: Office...) throws -> [JSONObject] {
        let proposal = try #require(forum.proposals[MiniForum.ref])
        let registry = try #require(forum.registries[MiniForum.name])
        let definition = try #require(registry.lifecycles[proposal.lifecycle.digest])
        let context = Context(now: forum.now, account: "mini/x", offices: offices, registry: registry)
        return Inbox(proposal: proposal, definition: definition, context: context).items.map(\.json)
    }

    private func words(_ forum: MiniForum, _ offices: Office...) throws -> [String] {
        try offices.flatMap { try items(forum, $0) }.compactMap { $0["what"]?.string }
    }

    @Test func aPartnerThatIsNotHeard() throws {
        var forum = try MiniForum()
        try forum.circulate()
        #expect(try words(forum, MiniForum.point("JP")) == ["position"])
        try forum.done(MiniForum.point("JP"), .takePosition(StatedPosition(stance: .support)))
        #expect(try words(forum, MiniForum.point("JP")) == [])
    }

    @Test func aPositionThatSomebodyRelayed() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(MiniForum.point("JP"), .takePosition(StatedPosition(stance: .support)))
        let relay = Relay(from: "A note", receivedAt: forum.now, digest: String(repeating: "0", count: 64))
        var proposal = try #require(forum.proposals[MiniForum.ref])
        proposal.rounds[0].positions["JP"]?.relayed = relay
        forum.proposals[MiniForum.ref] = proposal
        let item = try #require(try items(forum, MiniForum.point("JP")).first)
        #expect(item["what"] == "contest" && item["partner"] == "JP")
        #expect(item["why"] == "support was relayed for JP; contest it, or take the position yourself")
        proposal.rounds[0].positions["JP"]?.relayed = nil
        forum.proposals[MiniForum.ref] = proposal
        #expect(try words(forum, MiniForum.point("JP")) == [])
    }

    @Test func anInvitationUntilItIsDecided() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        try forum.done(MiniForum.proposer, .invite(invitee: "A bank", event: "The opening", decidedAt: nil))
        let item = try #require(try items(forum, MiniForum.point("JP")).first)
        #expect(item["what"] == "invitation" && item["invitation"] == 1 && item["partner"] == "JP")
        #expect(item["why"] == "JP is not yet heard on invitation 1: A bank, to The opening")
        #expect(try words(forum, MiniForum.leader) == ["bless"])
        for partner in MiniForum.partners {
            try forum.done(
                MiniForum.point(partner), .takePosition(StatedPosition(stance: .noObjection, invitation: 1)))
        }
        #expect(try words(forum, MiniForum.point("JP")) == [])
        #expect(try words(forum, MiniForum.leader) == ["invitation", "bless"])
        try forum.done(
            MiniForum.leader, .decideInvitation(1, outcome: "agreed", meeting: "som-1", decidedAt: nil))
        #expect(try words(forum, MiniForum.leader) == ["bless"])
    }

    /// No blessing is possible before a SOM was held, and after consensus: what the row names is what the act takes.
    @Test func aBlessingWaitsForAMeetingThatWasHeld() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        let bless = try #require(try items(forum, MiniForum.leader).first)
        #expect(bless["possible"] == true && bless["missing"] == [])
        #expect(bless["why"] == "\"record SOM's blessing\" is possible now")
        #expect(
            bless["needs"]?.array?.first?["key"] == "meeting" && bless["needs"]?.array?.first?["example"] == "som-1")
        forum.registries[MiniForum.name]?.meetings["som-1"]?.held = nil
        let waits = try #require(try items(forum, MiniForum.leader).first)
        #expect(waits["possible"] == false)
        #expect(waits["why"] == "\"record SOM's blessing\" waits for a SOM that was held")
        #expect(
            waits["missing"]?.array?.compactMap { $0["requirement"]?.string } == [
                "input", "meeting-held", "decided-during-meeting",
            ])
    }

    /// After consensus too, and whoever can answer it sees it: the proposer and the coordinators, nobody else.
    @Test func anObjectionIsSeenByWhoCanAnswerIt() throws {
        let coordinator = Office(role: "regional-coordinator", partner: "VN")
        var forum = try MiniForum()
        try forum.reachConsensus()
        #expect(try words(forum, MiniForum.proposer, coordinator) == [])
        try forum.done(
            MiniForum.point("JP"),
            .takePosition(StatedPosition(stance: .objection, reason: "Dates.", resolves: "Later dates.")))
        for office in [MiniForum.proposer, coordinator] {
            let item = try #require(try items(forum, office).first)
            #expect(item["what"] == "objection" && item["partner"] == "JP")
            #expect(
                item["why"]
                    == "JP holds an objection, so that the consensus does not stand: Dates. (lifted by: Later dates.)")
        }
        #expect(try words(forum, MiniForum.point("FR"), MiniForum.leader) == [])
        let elsewhere = Office(role: "regional-coordinator", group: "Nowhere")
        #expect(try words(forum, elsewhere) == [])
        try forum.done(MiniForum.point("JP"), .takePosition(StatedPosition(stance: .support)))
        #expect(try words(forum, MiniForum.proposer, coordinator) == [])
    }

    /// What the duplicates rule would refuse is not possible now.
    @Test func aLikelyDuplicateIsAnsweredFirst() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        let proposal = try #require(forum.proposals[MiniForum.ref])
        let registry = try #require(forum.registries[MiniForum.name])
        let definition = try #require(registry.lifecycles[proposal.lifecycle.digest])
        func circulate(_ alike: [DuplicateCandidate]) throws -> JSONObject {
            let context = Context(
                now: forum.now, account: "mini/x", offices: [MiniForum.proposer], registry: registry,
                duplicateCandidates: alike)
            let items = Inbox(proposal: proposal, definition: definition, context: context).items
            return try #require(items.first { $0.transition == "circulate" }).json
        }
        #expect(try circulate([])["needs"]?.array?.first?["example"] == "work-programme")
        let alike = [DuplicateCandidate(ref: "MINI-2025-0009", title: "Alike")]
        let asked = try circulate(alike)
        #expect(asked["possible"] == false && asked["why"]?.string?.contains("looks like MINI-2025-0009") == true)
        #expect(asked["missing"]?.array?.map { $0["requirement"] } == ["duplicates-answered"])
        #expect(asked["needs"]?.array?.first?["example"] == "work-programme")
    }

    @Test func whatIsOverdueIsMarkedAndComesFirst() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        let closes = forum.now.advanced(byMicroseconds: Instant.microsecondsPerDay)
        try forum.done(
            MiniForum.proposer,
            .advance(
                transition: "circulate", inputs: ["track": "work-programme", "closes": .string("\(closes)")],
                decidedAt: nil, signature: nil))
        #expect(try items(forum, MiniForum.point("JP")).first?["overdue"] == nil)
        forum.now = closes.advanced(byMicroseconds: 1)
        let late = try #require(try items(forum, MiniForum.point("JP")).first)
        #expect(late["overdue"] == true && late["closes"] == .string("\(closes)"))

        func item(_ ref: String, closes: Int64?, isOverdue: Bool) -> InboxItem {
            var item = InboxItem(
                ref: ref, title: "", state: "", what: "position", why: "", closes: nil,
                since: Instant(microseconds: 0))
            item.closes = closes.map { Instant(microseconds: $0) }
            item.isOverdue = isOverdue
            return item
        }
        let sorted = [
            item("A", closes: nil, isOverdue: false), item("B", closes: 5, isOverdue: false),
            item("C", closes: 9, isOverdue: true), item("D", closes: 7, isOverdue: true),
        ].inOrder()
        #expect(sorted.map(\.ref) == ["D", "C", "B", "A"])
        // What others are held up by comes before what only waits, though that waits longer.
        var objection = item("E", closes: nil, isOverdue: false)
        objection.since = Instant(microseconds: 99)
        objection.isPressing = true
        let pressing = [item("A", closes: nil, isOverdue: false), objection, item("B", closes: 5, isOverdue: false)]
        #expect(pressing.inOrder().map(\.ref) == ["B", "E", "A"])
    }

    /// Where silence counts, it is an answer from the deadline on, whether or not an event says so yet.
    @Test func aSilenceThatCountsIsNotWaitedFor() throws {
        var body = try RandomBody(MiniForum.root + "/Tests/ProposalsTests/Definitions/charter.yaml", seed: 1)
        let ref = "BODY-2026-0001"
        let mover = Office(role: "mover", partner: "AA")
        while body.proposals[ref]?.fields["purpose"] == nil || body.proposals[ref]?.fields["hosts"] == nil {
            body.proposals[ref] = nil
            try body.draft(ref)
        }
        let closes = body.now.advanced(byMicroseconds: 1)
        let tabled = try body.act(
            .advance(transition: "table", inputs: ["closes": .string("\(closes)")], decidedAt: nil, signature: nil),
            on: ref, as: mover)
        #expect(tabled == nil, "\(tabled.debugDescription)")
        try body.act(.acknowledge(partner: nil, decidedAt: nil), on: ref, as: Office(role: "voice", partner: "BB"))
        #expect(try body.items(ref, Office(role: "voice", partner: "BB")).map(\.what) == ["position"])
        while body.now <= closes { body.wait() }
        #expect(try body.items(ref, Office(role: "voice", partner: "BB")).map(\.what) == [])
        let unheard = try #require(try body.items(ref, Office(role: "voice", partner: "CC")).first)
        #expect(unheard.what == "position" && unheard.isOverdue)
    }

    /// What was cancelled is never reported; it is closed, and nothing else waits for anybody.
    @Test func aCancelledActivityAsksForNoReport() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        try forum.done(MiniForum.leader, MiniForum.bless)
        #expect(try words(forum, MiniForum.proposer) == ["report", "implemented"])
        func record(_ status: String) throws {
            try forum.done(
                MiniForum.proposer,
                .recordFact("implemented", inputs: ["status": .string(status), "reason": "R"], decidedAt: nil))
        }
        try record("postponed")
        let asked = try items(forum, MiniForum.proposer)
        #expect(asked.compactMap { $0["what"]?.string } == ["report", "implemented"])
        #expect(asked.last?["why"] == "\"implemented\" can be recorded again: it stands as postponed")
        try record("cancelled")
        #expect(try words(forum, MiniForum.proposer) == ["close"])
        try forum.done(MiniForum.proposer, .advance(transition: "close", inputs: [:], decidedAt: nil, signature: nil))
        #expect(try words(forum, MiniForum.proposer) == [])
        #expect(forum.proposals[MiniForum.ref]?.state == "cancelled")
    }

    /// Under the version before, which knows no such end, nothing is asked for that can never be given.
    @Test func aCancelledActivityOfTheVersionBeforeAsksForNothing() throws {
        var forum = try MiniForum { definition in
            definition.version = 1
            definition.states.removeAll { $0.id == "cancelled" }
            definition.transitions.removeAll { $0.id == "close" }
        }
        try forum.reachConsensus()
        try forum.done(MiniForum.leader, MiniForum.bless)
        #expect(try words(forum, MiniForum.proposer) == ["report", "implemented"])
        try forum.done(
            MiniForum.proposer,
            .recordFact("implemented", inputs: ["status": "cancelled", "reason": "R"], decidedAt: nil))
        #expect(try words(forum, MiniForum.proposer) == [])
    }

    @Test func theForwardMoveOnceOnlyTheActIsMissing() throws {
        var forum = try MiniForum()
        try forum.circulate()
        let coordinator = Office(role: "regional-coordinator", partner: "VN")
        #expect(try words(forum, coordinator) == [])
        for partner in MiniForum.partners {
            try forum.done(MiniForum.point(partner), .takePosition(StatedPosition(stance: .support)))
        }
        #expect(try words(forum, coordinator) == ["confirm"])
    }
}
