import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Inviting somebody outside the forum: a decision of its own for each invitee and event, with its own positions.
@Suite struct InvitationTests {
    private let ref = World.ref
    static let invite = Command.invite(invitee: "A world bank", event: "The opening session", decidedAt: nil)

    private static func proposed(_ world: inout World) throws {
        try world.reachConsensus()
        try world.act(invite, on: World.ref, as: .proposer("FR"))
    }

    private func hearAll(_ world: inout World, except silent: [String] = []) throws {
        for entry in try world.proposal(ref).invitations[0].roster where !silent.contains(entry.partner) {
            try world.act(.position(.support, invitation: 1), on: ref, as: .contactPoint(entry.partner))
        }
    }

    private func decide(_ outcome: String, at decidedAt: Instant? = nil, meeting: String? = "som-2026-1") -> Command {
        .decideInvitation(1, outcome: outcome, meeting: meeting, decidedAt: decidedAt)
    }

    @Test func agreedWithTheConsensusOfAll() throws {
        var world = try World.asem()
        try InvitationTests.proposed(&world)
        #expect(try world.proposal(ref).invitations.first?.roster.count == 53)
        try hearAll(&world, except: ["JP"])
        try world.holdSOM()
        let refusal = try world.refusal(decide("agreed"), on: ref, as: .somLeader("DE"))
        #expect(refusal.findings.map(\.requirement) == ["consensus"] && refusal.findings.first?.subjects == ["JP"])
        try world.act(
            .position(.noObjection, of: "JP", relayed: .mail(world.now), invitation: 1), on: ref,
            as: .coordinator("NESA"))
        try world.act(decide("agreed"), on: ref, as: .somLeader("DE"))
        let invitation = try #require(try world.proposal(ref).invitations.first)
        #expect(invitation.outcome == .agreed && invitation.positions["JP"]?.relayed != nil)
        #expect(
            try world.proposal(ref).openRound?.positions["JP"]?.stance == .support, "the proposal's round is another")
        #expect(
            try world.refusal(.position(.objection, reason: "R", invitation: 1), on: ref, as: .contactPoint("JP"))
                .message == "invitation 1 is already decided")
    }

    @Test func declinedWithoutConsensusAndAskedAgain() throws {
        var world = try World.asem()
        try InvitationTests.proposed(&world)
        try world.act(.position(.objection, reason: "No.", invitation: 1), on: ref, as: .contactPoint("JP"))
        try world.holdSOM()
        try world.act(decide("declined"), on: ref, as: .somLeader("DE"))
        #expect(try world.proposal(ref).invitations.first?.outcome == .declined)
        try world.act(InvitationTests.invite, on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).invitations.map(\.number) == [1, 2])
    }

    /// What stands in lists and mails: one line, of which every character can be seen.
    @Test(arguments: ["A bank\nof the world", "A\tbank", "A b\u{200B}ank"])
    func whoIsInvitedStandsInOneLine(_ name: String) throws {
        var world = try World.asem()
        try world.reachConsensus()
        let invitee = Command.invite(invitee: name, event: "The fair", decidedAt: nil)
        #expect(try world.refusal(invitee, on: ref, as: .proposer("FR")).field == "invitee")
        let event = Command.invite(invitee: "A bank", event: name, decidedAt: nil)
        #expect(try world.refusal(event, on: ref, as: .proposer("FR")).field == "event")
        try world.act(
            .invite(invitee: " A bank\n", event: "\u{FEFF}The fair ", decidedAt: nil), on: ref, as: .proposer("FR"))
        #expect(try world.proposal(ref).invitations.first?.invitee == "A bank")
        #expect(try world.proposal(ref).invitations.first?.event == "The fair")
    }

    @Test func silenceNeverAgreesToAnInvitation() throws {
        var world = try World.league()
        try world.reachAgreement()
        try world.act(
            .invite(invitee: "A guild", event: "The fair", decidedAt: nil), on: World.charter, as: .mover("VEN"))
        try world.holdMoot()
        let refusal = try world.refusal(
            .decideInvitation(1, outcome: "agreed", meeting: "moot-1", decidedAt: nil), on: World.charter,
            as: .doge("GEN"))
        #expect(refusal.findings.first?.subjects.count == 6)
    }

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    @Test func aForumMaySwitchTheHouseRuleOff() throws {
        var world = try World.asem()
        try InvitationTests.held(&world)
        try world.act(.position(.objection, reason: "R", invitation: 1), on: ref, as: .contactPoint("JP"))
        var settings = World.asemSettings
        settings.disabledHouseRules = ["not-own-partner"]
        try world.change(.setForum(settings))
        try world.act(decide("declined"), on: ref, as: .somLeader("FR"))
        #expect(try world.proposal(ref).invitations.first?.outcome == .declined)
    }

    private static func held(_ world: inout World) throws {
        try proposed(&world)
        try world.holdSOM()
    }

    private static func heard(_ world: inout World) throws {
        try held(&world)
        try world.act(.position(.objection, reason: "R", invitation: 1), on: World.ref, as: .contactPoint("JP"))
    }

    static let cases: [RefusalCase] = [
        RefusalCase(
            "an organiser invites", as: .proposer("VN"), code: .forbidden, says: "only the proposer may propose",
            after: { try $0.reachConsensus() }, asked: { _ in invite }),
        RefusalCase(
            "for a draft", as: .proposer("FR"), code: .unmet, unmet: ["state"],
            says: "an invitation is proposed while a proposal is Circulated or Consensus or SOM-blessed",
            after: { try $0.draft() }, asked: { _ in invite }),
        RefusalCase(
            "a partner", as: .proposer("FR"), code: .badField, field: "invitee",
            says: "Japan is a partner and needs no invitation", after: { try $0.reachConsensus() },
            asked: { _ in .invite(invitee: "japan", event: "E", decidedAt: nil) }),
        RefusalCase(
            "nobody", as: .proposer("FR"), code: .badField, field: "invitee", says: "the text is empty",
            after: { try $0.reachConsensus() }, asked: { _ in .invite(invitee: "", event: "E", decidedAt: nil) }),
        RefusalCase(
            "to nothing", as: .proposer("FR"), code: .badField, field: "event", says: "at most 500",
            after: { try $0.reachConsensus() },
            asked: { _ in .invite(invitee: "I", event: String(repeating: "e", count: 501), decidedAt: nil) }),
        RefusalCase(
            "the same again", as: .proposer("FR"), code: .unmet, unmet: ["invitation"],
            says: "invitation 1 already asks this", after: { try proposed(&$0) }, asked: { _ in invite }),
        RefusalCase(
            "a position on none", as: .contactPoint("JP"), code: .notFound, says: "has no invitation 4",
            after: { try proposed(&$0) }, asked: { _ in .position(.support, invitation: 4) }),
        RefusalCase(
            "a position of nobody", as: .somLeader("JP"), code: .forbidden, says: "only a Contact Point",
            after: { try proposed(&$0) }, asked: { _ in .position(.support, invitation: 1) }),
        RefusalCase(
            "an objection without a reason", as: .contactPoint("JP"), code: .badField, field: "reason",
            says: "objection needs a reason", after: { try proposed(&$0) },
            asked: { _ in .position(.objection, invitation: 1) }),
        RefusalCase(
            "a tacit one", as: .contactPoint("JP"), code: .badField, field: "stance", says: "is never taken",
            after: { try proposed(&$0) }, asked: { _ in .position(.tacit, invitation: 1) }),
        RefusalCase(
            "a retraction of nothing", as: .contactPoint("JP"), code: .unmet, unmet: ["position"],
            says: "JP has no position on this invitation", after: { try proposed(&$0) },
            asked: { _ in .position(nil, invitation: 1) }),
        RefusalCase(
            "a position before it was asked", as: .contactPoint("JP"), code: .badField, field: "decided_at",
            says: "is before the invitation", after: { try proposed(&$0) },
            asked: { .position(.support, invitation: 1, decidedAt: $0.inDays(-2)) }),
        RefusalCase(
            "a position when the proposal is withdrawn", as: .contactPoint("JP"), code: .unmet, unmet: ["state"],
            says: "ASEM-2026-0001 is Withdrawn",
            after: {
                try proposed(&$0)
                try $0.act(World.move("withdraw"), on: World.ref, as: .proposer("FR"))
            }, asked: { _ in .position(.support, invitation: 1) }),
        RefusalCase(
            "a decision by the proposer", as: .proposer("FR"), code: .forbidden, says: "only a SOM leader",
            after: { try held(&$0) },
            asked: { _ in .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil) }),
        RefusalCase(
            "a refusal of which nobody was heard", as: .somLeader("DE"), code: .unmet, unmet: ["heard"],
            says: "no partner has been heard on invitation 1 yet", after: { try held(&$0) },
            asked: { _ in .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil) }),
        RefusalCase(
            "a decision on what one's own partner proposed", as: .somLeader("FR"), code: .unmet,
            unmet: ["not-own-partner"], says: "FR proposed it",
            after: {
                try held(&$0)
                try $0.act(.position(.objection, reason: "R", invitation: 1), on: World.ref, as: .contactPoint("JP"))
            },
            asked: { _ in .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil) }),
        RefusalCase(
            "agreement against a reservation", as: .somLeader("DE"), code: .unmet, unmet: ["consensus"],
            says: "JP: reservation (Not yet.)",
            after: { world in
                try proposed(&world)
                for entry in try world.proposal(World.ref).invitations[0].roster where entry.partner != "JP" {
                    try world.act(.position(.support, invitation: 1), on: World.ref, as: .contactPoint(entry.partner))
                }
                try world.act(
                    .position(.reservation, reason: "Not yet.", invitation: 1), on: World.ref, as: .contactPoint("JP"))
                try world.holdSOM()
            },
            asked: { _ in .decideInvitation(1, outcome: "agreed", meeting: "som-2026-1", decidedAt: nil) }),
        RefusalCase(
            "a decision that is none", as: .somLeader("DE"), code: .badField, field: "decision",
            says: "agreed or declined", after: { try held(&$0) },
            asked: { _ in .decideInvitation(1, outcome: "maybe", meeting: "som-2026-1", decidedAt: nil) }),
        RefusalCase(
            "a decision of no meeting", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"], says: "add --meeting ID of a meeting that was held",
            after: { try heard(&$0) },
            asked: { _ in .decideInvitation(1, outcome: "declined", meeting: nil, decidedAt: nil) }),
        RefusalCase(
            "a decision of another meeting", as: .somLeader("DE"), code: .unmet,
            unmet: ["meeting-held", "decided-during-meeting"],
            says: "som-2026-2 is only planned: record when it was held",
            after: { try heard(&$0) },
            asked: { _ in .decideInvitation(1, outcome: "declined", meeting: "som-2026-2", decidedAt: nil) }),
        RefusalCase(
            "a decision before it was asked", as: .somLeader("DE"), code: .badField, field: "decided_at",
            says: "is before the invitation", after: { try held(&$0) },
            asked: {
                .decideInvitation(1, outcome: "declined", meeting: "som-2025-2", decidedAt: $0.inDays(-100))
            }),
        RefusalCase(
            "a decision on none", as: .somLeader("DE"), code: .notFound, says: "has no invitation 0",
            after: { try held(&$0) },
            asked: { _ in .decideInvitation(0, outcome: "declined", meeting: nil, decidedAt: nil) }),
    ]
}
