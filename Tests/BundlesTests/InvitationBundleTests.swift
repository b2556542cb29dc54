import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// Both verifiers hold the acts on an invitation to the days on which they were decided, and to what makes a decision.
@Suite struct InvitationBundleTests {
    private static let day = -Instant.microsecondsPerDay

    /// An invitation, a day after the consensus.
    private static func proposed() throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        try recorded.play { try $0.reachConsensus() }
        recorded.world.wait(days: 1)
        try recorded.act(
            .invite(invitee: "A fund", event: "The dinner", decidedAt: nil), on: World.ref, as: .proposer("FR"))
        return recorded
    }

    private static func hearing(_ partner: String, _ recorded: inout RecordedWorld) throws {
        try recorded.act(.position(.support, invitation: 1), on: World.ref, as: .contactPoint(partner))
    }

    private static func held() throws -> RecordedWorld {
        var recorded = try proposed()
        for entry in try recorded.world.proposal(World.ref).invitations[0].roster {
            try hearing(entry.partner, &recorded)
        }
        try recorded.play { try $0.holdSOM() }
        return recorded
    }

    private static func decide(_ recorded: inout RecordedWorld) throws {
        try recorded.act(
            .decideInvitation(1, outcome: "agreed", meeting: "som-2026-1", decidedAt: nil), on: World.ref,
            as: .somLeader("DE"))
    }

    private static func earlier(by days: Int64) -> (inout Event) -> Void {
        { $0.decidedAt = $0.decidedAt.advanced(byMicroseconds: day * days) }
    }

    private func bothFind(_ forgeries: [(inout Event) -> Void], in recorded: RecordedWorld) throws {
        try SecondVerifierTests.bothFind(forgeries, of: recorded.record.count - 1, in: recorded)
    }

    @Test func aDecisionVerifies() throws {
        var recorded = try Self.held()
        try Self.decide(&recorded)
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(World.ref)], recorded)
    }

    @Test func whatIsDecidedBeforeWhatItFollowsIsSeen() throws {
        var recorded = try Self.proposed()
        // Before the circulation; under another number; over another roster.
        try bothFind(
            [Self.earlier(by: 40), { $0.data["invitation"] = 2 }, { $0.data["roster"] = [] }], in: recorded)
        recorded.world.wait(days: 2)
        try Self.hearing("JP", &recorded)
        // Before the invitation; on one that nobody proposed.
        try bothFind([Self.earlier(by: 4), { $0.data["invitation"] = 2 }], in: recorded)
        recorded.world.wait(days: 2)
        try recorded.act(
            .position(.objection, of: "JP", reason: "R", relayed: .mail(recorded.world.now), invitation: 1),
            on: World.ref, as: .coordinator("NESA"))
        // Before the position that stands.
        try bothFind([Self.earlier(by: 3)], in: recorded)
        try recorded.act(
            .contestPosition(partner: nil, invitation: 1, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
        try bothFind([Self.earlier(by: 1)], in: recorded)
    }

    @Test func aDecisionThatRestsOnNothingIsSeen() throws {
        var recorded = try Self.held()
        try Self.decide(&recorded)
        try bothFind(
            [
                // Before the invitation, and outside the meeting; at no meeting; on another invitation.
                Self.earlier(by: 70), { $0.data["meeting"] = .null }, { $0.data["invitation"] = 3 },
            ], in: recorded)
        var early = try Self.proposed()
        try early.play { try $0.holdSOM() }
        try Self.hearing("JP", &early)
        try early.act(
            .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil), on: World.ref,
            as: .somLeader("DE"))
        try bothFind([{ $0.data["outcome"] = "agreed" }], in: early)
    }
}
