import CanonicalJSON
import CivilTime
import Proposals
import Testing

/// A deadline is set where there is none, and moved only while it is open and only later, with a reason, as an event; a passed one is
/// noted once.
@Suite struct DeadlineTests {
    private let ref = World.ref

    @Test func aDeadlineMovesLater() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(10))
        let present = try #require(try world.proposal(ref).openRound?.closes)
        let later = world.inDays(20)
        let events = try world.act(
            .moveDeadline(closes: later, reason: "Holidays.", decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(events.first?.event.data["from"] == .string(present.description))
        #expect(events.first?.event.data["reason"] == "Holidays.")
        #expect(try world.proposal(ref).openRound?.closes == later)
    }

    /// Whoever circulates again without a deadline can set one, and an event says that there was none before.
    @Test func aDeadlineIsSetWhereThereIsNone() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(10))
        try world.act(.advance("recirculate", ["reason": "R"]), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).openRound?.closes == nil)
        let closes = world.inDays(5)
        let events = try world.act(
            .moveDeadline(closes: closes, reason: "Forgotten.", decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(events.map(\.event.kind) == [.deadlineMoved] && events.first?.event.data["from"] == .null)
        #expect(try world.proposal(ref).openRound?.closes == closes)
        world.wait(days: 6)
        #expect(try world.act(.noteDeadline, on: ref).map(\.event.kind) == [.deadlinePassed])
    }

    /// Before there was a limit, a slip of the hand was taken; it stands in the record, and can be put right.
    @Test func aSlipThatWasRecordedIsVerifiedAndPutRight() throws {
        var world = try World.asem()
        try world.draft()
        var context = world.context([.proposer("FR")])
        context.isRecorded = true
        let slip = Command.advance("circulate", ["track": "work-programme", "closes": "9999-12-31T00:00:00Z"])
        let drafts = try decide(slip, world.proposal(ref), context)
        #expect(drafts.map(\.kind) == [.moved])
        try world.append(drafts, to: ref)
        let closes = world.inDays(30)
        try world.act(.moveDeadline(closes: closes, reason: "A slip.", decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).openRound?.closes == closes)
    }

    /// Nothing passes for a round that a decision has ended; taken back, it goes on, and then it has passed.
    @Test func aDeadlineDoesNotPassOnceItIsDecided() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(30))
        try world.hearAll()
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        try world.holdSOM()
        try world.act(World.bless(), on: ref, as: .somLeader("DE"))
        world.wait(days: 60)
        #expect(try world.act(.noteDeadline, on: ref).isEmpty)
        #expect(
            try world.act(.note("Later.", decidedAt: nil), on: ref, as: .contactPoint("FR")).map(\.event.kind) == [
                .noted
            ])
        try world.act(World.recall(), on: ref, as: .somLeader("DE"))
        #expect(try world.act(.noteDeadline, on: ref).map(\.event.kind) == [.deadlinePassed])
    }

    @Test func aPassedOneIsNotedOnceBeforeWhatFollows() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(1))
        world.wait(days: 1, minutes: 1)
        let events = try world.act(.note("Late.", decidedAt: nil), on: ref, as: .contactPoint("FR"))
        #expect(events.map(\.event.kind) == [.deadlinePassed, .noted])
        let round = try world.proposal(ref).openRound
        #expect(events.first?.event.decidedAt == round?.closes)
        #expect(try world.act(.note("Later.", decidedAt: nil), on: ref, as: .contactPoint("FR")).count == 1)
    }

    @Test func aNewDeadlineIsNotedAnew() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(1))
        world.wait(days: 2)
        try world.act(.noteDeadline, on: ref)
        try world.act(
            .advance("recirculate", ["reason": "R", "closes": .string(world.inDays(2).description)]), on: ref,
            as: .proposer("FR"))
        world.wait(days: 3)
        #expect(try world.act(.noteDeadline, on: ref).map(\.event.kind) == [.deadlinePassed])
    }

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    private static func circulated(_ world: inout World) throws {
        try world.draft()
        try world.circulate(closes: World.instant("2026-03-20T00:00:00Z"))
    }

    static let cases: [RefusalCase] = [
        RefusalCase(
            "a coordinator moves it", as: .coordinator("ASEAN"), code: .forbidden,
            says: "only the proposer may move the deadline", after: { try circulated(&$0) },
            asked: { .moveDeadline(closes: $0.inDays(20), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "earlier", as: .proposer("FR"), code: .badField, field: "closes", says: "only moves later than 2026-03-20",
            after: { try circulated(&$0) }, asked: { .moveDeadline(closes: $0.inDays(5), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "the same", as: .proposer("FR"), code: .badField, field: "closes", says: "only moves later",
            after: { try circulated(&$0) },
            asked: { _ in .moveDeadline(closes: World.instant("2026-03-20T00:00:00Z"), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "without a reason", as: .proposer("FR"), code: .badField, field: "reason", says: "the text is empty",
            after: { try circulated(&$0) }, asked: { .moveDeadline(closes: $0.inDays(20), reason: " ", decidedAt: nil) }
        ),
        RefusalCase(
            "after it passed", as: .proposer("FR"), code: .unmet, unmet: ["deadline"],
            says: "has passed; recirculate",
            after: {
                try circulated(&$0)
                $0.wait(days: 10)
            }, asked: { .moveDeadline(closes: $0.inDays(20), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "one that has passed, where there is none", as: .proposer("FR"), code: .badField, field: "closes",
            says: "2026-03-01T00:00:00.000000Z has already passed",
            after: {
                try $0.draft()
                try $0.circulate()
            }, asked: { _ in .moveDeadline(closes: World.instant("2026-03-01T00:00:00Z"), reason: "R", decidedAt: nil) }
        ),
        RefusalCase(
            "a slip of the hand", as: .proposer("FR"), code: .badField, field: "closes",
            says: "9999-12-31T00:00:00.000000Z is more than ten years ahead; give a deadline until 2036-03-",
            after: { try circulated(&$0) },
            asked: { _ in .moveDeadline(closes: World.instant("9999-12-31T00:00:00Z"), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "a circulation with a slip of the hand", as: .proposer("FR"), code: .unmet, unmet: ["closes-within-reach"],
            says: "more than ten years ahead", after: { try $0.draft() },
            asked: { _ in
                .advance("circulate", ["track": "work-programme", "closes": "9999-12-31T00:00:00Z"])
            }),
        RefusalCase(
            "of a draft", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "a deadline is moved while a proposal is Circulated or Consensus", after: { try $0.draft() },
            asked: { .moveDeadline(closes: $0.inDays(20), reason: "R", decidedAt: nil) }),
        RefusalCase(
            "a circulation that closed before it began", as: .proposer("FR"), code: .unmet,
            unmet: ["closes-in-future"], says: "has already passed", after: { try $0.draft() },
            asked: { .advance("circulate", ["track": "work-programme", "closes": .string($0.now.description)]) }),
        RefusalCase(
            "a deadline that is no instant", as: .proposer("FR"), code: .badField, field: "closes",
            says: "is not a valid instant", after: { try $0.draft() },
            asked: { _ in .advance("circulate", ["track": "work-programme", "closes": "2026-04-01"]) }),
    ]
}
