import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// A partner's position: bound to a round and a text, by whoever speaks for the partner, or relayed by its coordinator.
@Suite struct PositionTests {
    private let ref = World.ref

    private static func circulated(_ world: inout World) throws {
        try world.draft()
        try world.circulate(closes: world.inDays(20))
    }

    @Test func aPositionKeepsOfficePersonAndText() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        let text = try world.proposal(ref).textDigest
        try world.act(
            .position(.reservation, reason: "Costs.", resolves: "A budget.", round: 1, text: String(text.prefix(12))),
            on: ref, as: .contactPoint("JP"))
        let position = try #require(try world.proposal(ref).openRound?.positions["JP"])
        #expect(position.stance == .reservation && position.reason == "Costs." && position.resolves == "A budget.")
        #expect(position.actor == Actor(account: "asem-trial/contact-point-JP", office: .contactPoint("JP")))
        #expect(position.textDigest == text && !position.isLate && position.since == nil)
        #expect(try world.proposal(ref).openRound?.notHeard.count == 52)
        #expect(try world.proposal(ref).state == "circulated")
    }

    @Test func oneSpeaksForTheSecondOfTwoPartners() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        try world.act(.position(.support, of: "BE"), on: ref, as: .contactPoint("LU"), .contactPoint("BE"))
        #expect(try world.proposal(ref).openRound?.positions.partners.sorted() == ["BE"])
    }

    /// Said again, word for word, it stands as it was said first; whatever differs is another position.
    @Test func aPositionSaidAgainIsNoEvent() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        let first = Command.position(.reservation, reason: "Costs.", resolves: "A budget.")
        try world.act(first, on: ref, as: .contactPoint("JP"))
        let stands = try #require(try world.proposal(ref).openRound?.positions["JP"])
        world.wait(days: 1)
        #expect(try world.act(first, on: ref, as: .contactPoint("JP")).isEmpty)
        #expect(try world.proposal(ref).openRound?.positions["JP"] == stands)
        var dated = StatedPosition(stance: .reservation, reason: "Costs.", resolves: "A budget.")
        dated.decidedAt = stands.decidedAt
        #expect(try world.act(.takePosition(dated), on: ref, as: .contactPoint("JP")).isEmpty)
        for other in [
            Command.position(.reservation, reason: "Costs.", resolves: "A larger budget."),
            .position(.reservation, reason: "Costs."), .position(.reservation, reason: "Dates."),
            .position(.objection, reason: "Dates."),
        ] {
            #expect(try world.act(other, on: ref, as: .contactPoint("JP")).map(\.event.kind) == [.positionTaken])
        }
        world.wait(days: 1)
        dated = StatedPosition(stance: .objection, reason: "Dates.", decidedAt: world.now)
        let decided = try world.act(.takePosition(dated), on: ref, as: .contactPoint("JP"))
        #expect(decided.map(\.event.kind) == [.positionTaken], "decided on another day")
    }

    /// After the deadline too, and not on another text or in another round.
    @Test func aPositionSaidAgainOnAnotherTextIsAnEvent() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        try world.hear("JP")
        try world.act(
            .revise(fields: ["location": "Elsewhere."], kind: .editorial, decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(
            try world.act(.position(.support), on: ref, as: .contactPoint("JP")).map(\.event.kind) == [.positionTaken])
        world.wait(days: 30)
        #expect(try world.act(.position(.support), on: ref, as: .contactPoint("JP")).isEmpty)
        try world.act(.advance("recirculate", ["reason": "R"]), on: ref, as: .proposer("FR"))
        #expect(
            try world.act(.position(.support), on: ref, as: .contactPoint("JP")).map(\.event.kind) == [.positionTaken])
    }

    @Test func aRetractionIsAnEvent() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        try world.hear("JP", .objection)
        let events = try world.act(.position(nil, reason: "Talks go on."), on: ref, as: .contactPoint("JP"))
        #expect(events.map(\.event.kind) == [.positionRetracted])
        #expect(events.first?.event.data["reason"] == "Talks go on.")
        #expect(try world.proposal(ref).openRound?.positions["JP"] == nil)
    }

    @Test func aPositionAfterTheDeadlineCountsAndIsLate() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        try world.hearAll(except: ["JP", "KR"])
        world.wait(days: 20)
        try world.hear("KR")
        #expect(try world.proposal(ref).openRound?.positions["KR"]?.isLate == false, "the last moment is in time")
        world.wait(minutes: 1)
        let events = try world.act(.position(.support), on: ref, as: .contactPoint("JP"))
        #expect(events.map(\.event.kind) == [.deadlinePassed, .positionTaken])
        #expect(events.first?.event.actor == .server)
        #expect(try world.proposal(ref).openRound?.positions["JP"]?.isLate == true)
        try world.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        #expect(try world.proposal(ref).state == "consensus")
    }

    @Test func aRelayedPositionIsTheGroupsCoordinators() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        world.wait(days: 1)
        let mail = Relay.mail(world.now)
        world.wait(days: 1)
        try world.act(.position(.noObjection, of: "JP", relayed: mail), on: ref, as: .coordinator("NESA"))
        try world.act(.position(.support, of: "ASEANSEC", relayed: mail), on: ref, as: .coordinator("ASEAN"))
        let position = try #require(try world.proposal(ref).openRound?.positions["JP"])
        #expect(position.relayed == mail && position.actor.office == .coordinator("NESA"))
        try world.act(.contestPosition(partner: nil, invitation: nil, decidedAt: nil), on: ref, as: .contactPoint("JP"))
        #expect(try world.proposal(ref).openRound?.positions.partners.sorted() == ["ASEANSEC"])
    }

    @Test func aNoteThatCameInTimeIsNotLate() throws {
        var world = try World.asem()
        try PositionTests.circulated(&world)
        world.wait(days: 19)
        let mail = Relay.mail(world.now)
        world.wait(days: 5)
        try world.act(.position(.support, of: "JP", relayed: mail), on: ref, as: .coordinator("NESA"))
        #expect(try world.proposal(ref).openRound?.positions["JP"]?.isLate == false)
    }

    @Test func receiptIsNotedOnceAndOnEveryTrack() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate(track: "information")
        let ack = Command.acknowledge(partner: nil, decidedAt: nil)
        #expect(try world.act(ack, on: ref, as: .contactPoint("JP")).map(\.event.kind) == [.acknowledged])
        #expect(try world.act(ack, on: ref, as: .contactPoint("JP")).isEmpty)
        #expect(try world.proposal(ref).openRound?.acknowledged.keys.sorted() == ["JP"])
    }

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    private static func refused(
        _ name: String, as office: Office, code: Refusal.Code, field: String? = nil, unmet: [String] = [],
        says: String, asked: @escaping @Sendable (World) -> Command
    ) -> RefusalCase {
        RefusalCase(
            name, as: office, code: code, field: field, unmet: unmet, says: says,
            after: {
                try circulated(&$0)
                $0.wait(days: 2)
                try $0.hear("KR")
            }, asked: asked)
    }

    static let cases: [RefusalCase] = [
        refused(
            "no Contact Point", as: .somLeader("JP"), code: .forbidden, says: "only a Contact Point may speak"
        ) { _ in .position(.support) },
        refused(
            "another partner", as: .contactPoint("JP"), code: .forbidden, says: "you speak for JP, not for CN"
        ) { _ in .position(.support, of: "CN") },
        refused(
            "an office of no partner", as: Office(role: "contact-point"), code: .forbidden,
            says: "your appointment as contact-point names no partner"
        ) { _ in .position(.support) },
        refused(
            "a partner that never was", as: .contactPoint("XX"), code: .unmet, unmet: ["roster"],
            says: "XX is not on the roster"
        ) { _ in .position(.support) },
        refused(
            "an objection without a reason", as: .contactPoint("JP"), code: .badField, field: "reason",
            says: "objection needs a reason"
        ) { _ in .position(.objection) },
        refused(
            "a reservation of nothing but spaces", as: .contactPoint("JP"), code: .badField, field: "reason",
            says: "the text is empty"
        ) { _ in .position(.reservation, reason: " \u{2060}\u{3000}") },
        refused(
            "a reason too long", as: .contactPoint("JP"), code: .badField, field: "reason", says: "at most 8000"
        ) { _ in .position(.objection, reason: String(repeating: "x", count: 8001)) },
        refused(
            "a tacit position", as: .contactPoint("JP"), code: .badField, field: "stance", says: "is never taken"
        ) { _ in .position(.tacit) },
        refused(
            "an old round", as: .contactPoint("JP"), code: .unmet, unmet: ["round"],
            says: "there is no round 0; the open round is 1"
        ) { _ in .position(.support, round: 0) },
        refused(
            "another text", as: .contactPoint("JP"), code: .unmet, unmet: ["text"], says: "the text has changed"
        ) { _ in .position(.support, text: "0123456789") },
        refused(
            "a guess at the text", as: .contactPoint("JP"), code: .badField, field: "text", says: "at least 8 digits"
        ) { _ in .position(.support, text: "a") },
        refused(
            "tomorrow", as: .contactPoint("JP"), code: .badField, field: "decided_at", says: "is in the future"
        ) { .position(.support, decidedAt: $0.inDays(1)) },
        refused(
            "before the circulation", as: .contactPoint("JP"), code: .badField, field: "decided_at",
            says: "2026-03-09 is before the circulation, which is of 2026-03-10"
        ) { .position(.support, decidedAt: $0.inDays(-3)) },
        refused(
            "before the position that stands", as: .contactPoint("KR"), code: .badField, field: "decided_at",
            says: "2026-03-11 is before the position that stands, which is of 2026-03-12"
        ) { .position(.support, decidedAt: $0.inDays(-1)) },
        refused(
            "a retraction of nothing", as: .contactPoint("JP"), code: .unmet, unmet: ["position"],
            says: "JP has no position in round 1 to retract"
        ) { _ in .position(nil) },
        refused(
            "a contest of what was not relayed", as: .contactPoint("KR"), code: .unmet, unmet: ["position"],
            says: "no position was relayed for KR"
        ) { _ in .contestPosition(partner: nil, invitation: nil, decidedAt: nil) },
        refused(
            "a receipt before the circulation", as: .contactPoint("JP"), code: .badField, field: "decided_at",
            says: "is before the circulation"
        ) { .acknowledge(partner: nil, decidedAt: $0.inDays(-9)) },
        refused(
            "a relay by a Contact Point", as: .contactPoint("JP"), code: .forbidden,
            says: "only a regional-coordinator may relay"
        ) { .position(.support, of: "JP", relayed: .mail($0.now)) },
        refused(
            "a relay for another group", as: .coordinator("NESA"), code: .forbidden,
            says: "VN is not in the group you coordinate (NESA)"
        ) { .position(.support, of: "VN", relayed: .mail($0.now)) },
        refused(
            "a relay of no group", as: Office(role: "regional-coordinator", partner: "VN"), code: .forbidden,
            says: "your appointment as regional-coordinator names no group"
        ) { .position(.support, of: "VN", relayed: .mail($0.now)) },
        refused(
            "a relay of nobody", as: .coordinator("NESA"), code: .badField, field: "partner",
            says: "say whose position"
        ) { .position(.support, relayed: .mail($0.now)) },
        refused(
            "a relay of mail to come", as: .coordinator("NESA"), code: .badField, field: "relayed",
            says: "\"received_at\" is in the future"
        ) { .position(.support, of: "JP", relayed: .mail($0.inDays(1))) },
        refused(
            "a relay of mail before the circulation", as: .coordinator("NESA"), code: .badField, field: "relayed",
            says: "is before the circulation"
        ) { .position(.support, of: "JP", relayed: .mail($0.inDays(-3))) },
        refused(
            "a relay without the mail's digest", as: .coordinator("NESA"), code: .badField, field: "relayed",
            says: "64 lowercase hexadecimal digits"
        ) { .position(.support, of: "JP", relayed: Relay(from: "A note", receivedAt: $0.now, digest: "ABC")) },
        refused(
            "a relay of nothing", as: .coordinator("NESA"), code: .badField, field: "relayed", says: "text is empty"
        ) { .position(.support, of: "JP", relayed: .mail($0.now, from: " ")) },
        RefusalCase(
            "a relay where nobody may", as: .coordinator("ASEAN"), code: .unmet, unmet: ["roster"],
            says: "not on the roster", after: { try circulated(&$0) },
            asked: { .position(.support, of: "XX", relayed: .mail($0.now)) }),
        RefusalCase(
            "a position on a draft", as: .contactPoint("FR"), code: .unmet, unmet: ["state"],
            says: "positions are taken while a proposal is Circulated or Consensus; ASEM-2026-0001 is Drafted",
            after: { try $0.draft() }, asked: { _ in .position(.support) }),
        RefusalCase(
            "a position on the information track", as: .contactPoint("JP"), code: .unmet, unmet: ["track"],
            says: "circulated on the track information, where no positions are taken",
            after: {
                try $0.draft()
                try $0.circulate(track: "information")
            }, asked: { _ in .position(.support) }),
        RefusalCase(
            "a position on the round before", as: .contactPoint("JP"), code: .unmet, unmet: ["round"],
            says: "round 1 is over; the open round is 2",
            after: {
                try circulated(&$0)
                try $0.act(World.move("recirculate"), on: World.ref, as: .proposer("FR"))
            }, asked: { _ in .position(.support, round: 1) }),
        RefusalCase(
            "a position while no round is open", as: .contactPoint("JP"), code: .unmet, unmet: ["round"],
            says: "has no open round",
            after: {
                try circulated(&$0)
                try $0.act(
                    .revise(fields: ["goals": "G"], kind: .substantive, decidedAt: nil), on: World.ref,
                    as: .proposer("FR"))
            }, asked: { _ in .position(.support) }),
        RefusalCase(
            "a position after the blessing", as: .contactPoint("JP"), code: .unmet, unmet: ["state"],
            says: "ASEM-2026-0001 is SOM-blessed", after: { try $0.reachBlessing() },
            asked: { _ in .position(.objection, reason: "R") }),
        RefusalCase(
            "one of two partners", as: .contactPoint("BE"), .contactPoint("LU"), code: .badField, field: "partner",
            says: "say which of BE, LU you speak for", after: { try circulated(&$0) },
            asked: { _ in .position(.support) }),
    ]
}
