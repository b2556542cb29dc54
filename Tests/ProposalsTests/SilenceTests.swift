import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Where a lifecycle lets silence count: after the deadline, for who acknowledged receipt, as events of their own kind.
@Suite struct SilenceTests {
    private let ref = World.charter

    @Test func silenceOfWhoAcknowledgedCounts() throws {
        var world = try World.league()
        try world.reachAgreement()
        #expect(
            world.history(ref).suffix(3).map(\.event.kind) == [.deadlinePassed, .tacitRecorded, .moved],
            "what silence meant is recorded before what rests on it")
        let round = try #require(try world.proposal(ref).openRound)
        for city in ["BRG", "GNT", "LUB"] {
            #expect(round.positions[city]?.stance == .tacit && round.positions[city]?.actor == .server)
            #expect(round.positions[city]?.decidedAt == round.closes)
        }
        #expect(try world.proposal(ref).state == "agreed")
    }

    @Test func theTimerMakesItVisible() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        #expect(try world.act(.noteDeadline, on: ref).isEmpty, "the deadline is in the future")
        world.wait(days: 11)
        #expect(try world.act(.noteDeadline, on: ref).map(\.event.kind) == [.deadlinePassed, .tacitRecorded])
        #expect(world.history(ref).last?.event.data["partners"] == ["BRG"])
        #expect(try world.act(.noteDeadline, on: ref).isEmpty, "once")
    }

    @Test func whoDidNotAcknowledgeIsNotHeard() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB", "GEN", "VEN")
        world.wait(days: 11)
        #expect(try world.refusal(World.agree, on: ref, as: .registrar).findings.first?.subjects == ["PIS"])
        try world.say("PIS", .support)
        #expect(try world.proposal(ref).openRound?.positions["PIS"]?.isLate == true)
        try world.act(World.agree, on: ref, as: .registrar)
    }

    @Test func aReceiptAfterTheDeadlineIsNoConsent() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB", "GEN", "VEN")
        world.wait(days: 11)
        try world.acknowledge("PIS")
        #expect(try world.refusal(World.agree, on: ref, as: .registrar).findings.first?.subjects == ["PIS"])
    }

    @Test func theDeadlineBindsWhoeverItHeard() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB")
        try world.say("GEN", .support)
        world.wait(days: 11)
        for city in ["BRG", "GEN"] {
            let refusal = try world.refusal(.position(.objection, reason: "No."), on: ref, as: .voice(city))
            #expect(refusal.findings.map(\.requirement) == ["deadline"])
            #expect(refusal.message.contains("what \(city) holds stands for this round"))
            #expect(
                try world.refusal(.position(nil), on: ref, as: .voice(city)).findings.map(\.requirement) == ["deadline"]
            )
        }
    }

    @Test func aNoteThatCameInTimeBreaksTheSilence() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        world.wait(days: 5)
        let mail = Relay.mail(world.now)
        world.wait(days: 6)
        let command = Command.position(
            .objection, of: "BRG", reason: "No.", relayed: mail, decidedAt: mail.receivedAt)
        let events = try world.act(command, on: ref, as: .steward("north"))
        #expect(events.map(\.event.kind) == [.deadlinePassed, .tacitRecorded, .positionTaken])
        #expect(try world.proposal(ref).openRound?.positions["BRG"]?.stance == .objection)
    }

    @Test func aContestedRelayIsNotTakenForSilence() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG")
        try world.act(.position(.support, of: "BRG", relayed: .mail(world.now)), on: ref, as: .steward("north"))
        world.wait(days: 11)
        try world.act(.contestPosition(partner: nil, invitation: nil, decidedAt: nil), on: ref, as: .voice("BRG"))
        let subjects = try world.refusal(World.agree, on: ref, as: .registrar).findings.first?.subjects
        #expect(subjects?.contains("BRG") == true)
        try world.say("BRG", .objection)
        #expect(try world.proposal(ref).openRound?.positions["BRG"]?.isLate == true)
    }

    @Test func groupsFollowTheAttributeThatTheLifecycleNames() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        let refusal = try world.refusal(
            .position(.support, of: "GEN", relayed: .mail(world.now)), on: ref, as: .steward("north"))
        #expect(refusal.code == .forbidden)
        try world.act(.position(.support, of: "GEN", relayed: .mail(world.now)), on: ref, as: .steward("south"))
    }

    @Test func silenceNeverCountsForTheInitiative() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(closes: world.inDays(5))
        try world.hearAll(except: ["JP"])
        try world.act(.acknowledge(partner: nil, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
        world.wait(days: 6)
        #expect(
            try world.refusal(World.confirm(), on: World.ref, as: .coordinator("NESA")).findings.first?.subjects
                == ["JP"])
        #expect(try world.act(.noteDeadline, on: World.ref).map(\.event.kind) == [.deadlinePassed])
    }

    @Test func agreementBeforeTheDeadlineIsRefused() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        for city in ["BRG", "GNT", "LUB", "GEN", "VEN", "PIS"] { try world.say(city, .support) }
        #expect(
            try world.refusal(World.agree, on: ref, as: .registrar).findings.map(\.requirement) == ["deadline-passed"])
    }

    @Test func agreementIsNotDatedBeforeTheSilenceItRestsOn() throws {
        var world = try World.league()
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB", "GEN", "VEN", "PIS")
        let early = world.inDays(3)
        world.wait(days: 11)
        let refusal = try world.refusal(.advance("agree", at: early), on: ref, as: .registrar)
        #expect(refusal.findings.map(\.requirement) == ["deadline-passed", "consensus"])
    }
}
