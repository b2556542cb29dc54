import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Acts are judged at the time at which the body acted, whenever they are recorded.
@Suite struct BodyClockTests {
    private let ref = World.charter
    static let cities = ["BRG", "GNT", "LUB", "GEN", "VEN", "PIS"]

    /// A charter tabled for ten days, eleven days ago, of which everybody acknowledged receipt in time.
    private static func closed() throws -> (World, during: Instant) {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB", "GEN", "VEN", "PIS")
        let during = world.inDays(3)
        world.wait(days: 11)
        return (world, during)
    }

    private func stance(_ city: String, _ world: World) throws -> Stance? {
        try world.proposal(ref).openRound?.positions[city]?.stance
    }

    @Test func nothingIsAdoptedBeforeItsDeadline() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        let during = world.inDays(3)
        for city in Self.cities { try world.say(city, .support) }
        world.wait(days: 11)
        let refusal = try world.refusal(.advance("agree", at: during), on: ref, as: .registrar)
        #expect(refusal.findings.map(\.requirement) == ["deadline-passed"])
        #expect(refusal.message.contains("when it was open until"), "\(refusal.message)")
        let closes = try #require(try world.proposal(ref).openRound?.closes)
        #expect(try world.refusal(.advance("agree", at: closes), on: ref, as: .registrar).code == .unmet)
        try world.act(.advance("agree", at: closes.advanced(byMicroseconds: 1)), on: ref, as: .registrar)
    }

    @Test func silenceMeansNothingBeforeTheDeadline() throws {
        var (world, _) = try Self.closed()
        let closes = try #require(try world.proposal(ref).openRound?.closes)
        for isNoted in [false, true] {
            if isNoted { try world.act(.noteDeadline, on: ref) }
            for moment in [closes, closes.advanced(byMicroseconds: -60_000_000)] {
                let refusal = try world.refusal(.advance("agree", at: moment), on: ref, as: .registrar)
                #expect(Set(refusal.findings.map(\.requirement)) == ["deadline-passed", "consensus"])
            }
        }
        try world.act(.advance("agree", at: closes.advanced(byMicroseconds: 1)), on: ref, as: .registrar)
    }

    @Test func aCirculationOfThePastIsEntered() throws {
        var world = try World.asem()
        try world.draft()
        let (decided, closes) = (world.inDays(-30), world.inDays(-20))
        func circulation(_ closes: Instant) -> Command {
            .advance("circulate", ["track": "work-programme", "closes": .string(closes.description)], at: decided)
        }
        let refusal = try world.refusal(circulation(decided), on: World.ref, as: .proposer("FR"))
        #expect(refusal.findings.map(\.requirement) == ["closes-in-future"])
        #expect(refusal.message.contains("had already passed when it was decided"))
        try world.act(circulation(closes), on: World.ref, as: .proposer("FR"))
        // Who answered then, is recorded now: in time, and marked as recorded late; whoever answered afterwards is late.
        try world.act(.position(.support, decidedAt: world.inDays(-25)), on: World.ref, as: .contactPoint("JP"))
        try world.act(.position(.support, decidedAt: world.inDays(-19)), on: World.ref, as: .contactPoint("VN"))
        let round = try #require(try world.proposal(World.ref).openRound)
        let (timely, late) = (try #require(round.positions["JP"]), try #require(round.positions["VN"]))
        #expect(!timely.isLate && round.wasRecordedLate(timely))
        #expect(late.isLate && !round.wasRecordedLate(late))
    }

    @Test func whatWasSaidInTimeOutweighsSilence() throws {
        var (world, during) = try Self.closed()
        try world.act(.noteDeadline, on: ref)
        #expect(try stance("BRG", world) == .tacit)
        try world.act(.position(.objection, reason: "No.", decidedAt: during), on: ref, as: .voice("BRG"))
        let round = try #require(try world.proposal(ref).openRound)
        let position = try #require(round.positions["BRG"])
        #expect(position.stance == .objection && !position.isLate && round.wasRecordedLate(position))
        #expect(position.since == nil)
        for moment in [nil, during] {
            let refusal = try world.refusal(.advance("agree", at: moment), on: ref, as: .registrar)
            #expect(refusal.findings.contains { $0.requirement == "consensus" && $0.subjects.contains("BRG") })
        }
        // Who speaks only now is bound by its silence.
        let late = try world.refusal(.position(.objection, reason: "No."), on: ref, as: .voice("GNT"))
        #expect(late.findings.map(\.requirement) == ["deadline"])
        let nothing = try world.refusal(.position(nil, decidedAt: during), on: ref, as: .voice("GNT"))
        #expect(nothing.findings.map(\.requirement) == ["position"], "silence is not taken back")
    }

    @Test func untilAnActRestsOnIt() throws {
        var (world, during) = try Self.closed()
        try world.act(World.agree, on: ref, as: .registrar)
        let objection = Command.position(.objection, reason: "No.", decidedAt: during)
        let refusal = try world.refusal(objection, on: ref, as: .voice("BRG"))
        #expect(refusal.findings.map(\.requirement) == ["deadline"])
        #expect(refusal.message.contains("\"find agreement\"") && refusal.message.contains("is undone"))
        try world.act(.advance("unmake"), on: ref, as: .registrar)
        try world.act(objection, on: ref, as: .voice("BRG"))
        #expect(try world.refusal(World.agree, on: ref, as: .registrar).findings.map(\.requirement) == ["consensus"])
    }

    @Test func aReceiptInTimeGivesSilenceItsMeaning() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB", "GEN", "VEN")
        let during = world.inDays(3)
        world.wait(days: 11)
        #expect(try world.refusal(World.agree, on: ref, as: .registrar).findings.first?.subjects == ["PIS"])
        try world.acknowledge("PIS")
        #expect(try stance("PIS", world) == nil, "a receipt after the deadline is none in time")
        let events = try world.act(.acknowledge(partner: nil, decidedAt: during), on: ref, as: .voice("PIS"))
        #expect(events.map(\.event.kind) == [.acknowledged, .tacitRecorded])
        #expect(try stance("PIS", world) == .tacit)
        try world.act(World.agree, on: ref, as: .registrar)
    }

    @Test func aRetractionInTimeLeavesSilence() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        try world.say("BRG", .objection)
        let during = world.inDays(3)
        world.wait(days: 11)
        let events = try world.act(.position(nil, decidedAt: during), on: ref, as: .voice("BRG"))
        #expect(events.suffix(2).map(\.event.kind) == [.positionRetracted, .tacitRecorded])
        #expect(try stance("BRG", world) == .tacit)
    }

    @Test func aDeadlineMovedInTimeTakesSilenceBack() throws {
        var (world, during) = try Self.closed()
        try world.act(.noteDeadline, on: ref)
        let later = world.inDays(5)
        try world.act(.moveDeadline(closes: later, reason: "R", decidedAt: during), on: ref, as: .mover("VEN"))
        let round = try #require(try world.proposal(ref).openRound)
        #expect(round.closes == later && round.positions.isEmpty && !round.deadlineNoted)
        try world.say("BRG", .objection)
        #expect(try world.proposal(ref).openRound?.positions["BRG"]?.isLate == false)
        world.wait(days: 6)
        #expect(try world.act(.noteDeadline, on: ref).map(\.event.kind) == [.deadlinePassed, .tacitRecorded])
        #expect(try stance("GNT", world) == .tacit)
        let refusal = try world.refusal(
            .moveDeadline(closes: world.inDays(9), reason: "R", decidedAt: nil), on: ref, as: .mover("VEN"))
        #expect(refusal.findings.map(\.requirement) == ["deadline"])
    }

    @Test func draftsAndRevisionsSayWhenTheyWereDecided() throws {
        var world = try World.asem()
        let (drafted, moved) = (world.inDays(-20), world.inDays(-10))
        let events = try world.act(
            .draft(lifecycle: nil, partner: nil, fields: Texts.initiative, decidedAt: drafted), on: World.ref,
            as: .proposer("FR"))
        #expect(events[0].event.decidedAt == drafted && events[0].event.recordedAt == world.now)
        try world.act(
            .advance("circulate", ["track": "work-programme"], at: moved), on: World.ref, as: .proposer("FR"))
        func revision(_ moment: Instant?) -> Command {
            .revise(fields: ["location": "Hue"], kind: .editorial, decidedAt: moment)
        }
        let early = try world.refusal(revision(drafted), on: World.ref, as: .proposer("FR"))
        #expect(early.field == "decided_at")
        let ahead = try world.refusal(revision(world.inDays(1)), on: World.ref, as: .proposer("FR"))
        #expect(ahead.field == "decided_at" && ahead.message.contains("future"))
        let revised = try world.act(revision(world.inDays(-9)), on: World.ref, as: .proposer("FR"))
        #expect(revised[0].event.decidedAt == world.inDays(-9))
        // Before it was a member, a partner proposed nothing.
        let before = World.instant("1990-01-01T00:00:00Z")
        let refusal = try world.refusal(
            .draft(lifecycle: nil, partner: nil, fields: Texts.initiative, decidedAt: before), on: "ASEM-2026-0002",
            as: .proposer("FR"))
        #expect(refusal.field == "partner" && refusal.message.contains("on 1990-01-01"))
    }

    /// What was recorded by the first schema keeps its meaning: it is judged by when it was recorded.
    @Test func theFirstSchemaKeepsItsRule() throws {
        var world = try World.league()
        world.schema = 1
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        let during = world.inDays(3)
        for city in Self.cities.dropFirst() { try world.say(city, .support) }
        world.wait(days: 11)
        let refusal = try world.refusal(
            .position(.objection, reason: "No.", decidedAt: during), on: ref, as: .voice("BRG"))
        #expect(refusal.findings.map(\.requirement) == ["deadline"])
        try world.act(.noteDeadline, on: ref)
        let closes = try #require(try world.proposal(ref).openRound?.closes)
        try world.act(.advance("agree", at: closes.advanced(byMicroseconds: -1)), on: ref, as: .registrar)
        #expect(world.history(ref).allSatisfy { $0.event.schema == 1 })
    }
}
