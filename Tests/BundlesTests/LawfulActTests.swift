import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// What the server accepts, both verifiers find sound: acts of kinds that the usual way through a lifecycle does not meet.
@Suite struct LawfulActTests {
    private let ref = World.ref

    @Test func aContestOnAnInvitationVerifies() throws {
        var recorded = try RecordedWorld.small()
        try recorded.play { try $0.reachConsensus() }
        try recorded.act(.invite(invitee: "A fund", event: "The dinner", decidedAt: nil), on: ref, as: .proposer("FR"))
        let relayed = Command.position(.support, of: "JP", relayed: .mail(recorded.world.now), invitation: 1)
        // One that restores nothing, then one that restores what the partner said itself.
        for own in [nil, Command.position(.objection, reason: "No.", invitation: 1)] {
            if let own { try recorded.act(own, on: ref, as: .contactPoint("JP")) }
            try recorded.act(relayed, on: ref, as: .coordinator("NESA"))
            try recorded.act(
                .contestPosition(partner: nil, invitation: 1, decidedAt: nil), on: ref, as: .contactPoint("JP"))
        }
        // In the round as well, so that each place is told from the other.
        try recorded.act(
            .position(.noObjection, of: "JP", relayed: .mail(recorded.world.now)), on: ref, as: .coordinator("NESA"))
        try recorded.act(
            .contestPosition(partner: "JP", invitation: nil, decidedAt: nil), on: ref, as: .contactPoint("JP"))
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(ref)], recorded)
    }

    /// What a partner said itself stands again after a contest, and carries a consensus; so does a retraction that was relayed.
    @Test func aConsensusOnWhatStandsAgainVerifies() throws {
        var recorded = try RecordedWorld.small()
        try recorded.play {
            try $0.draft()
            try $0.circulate()
            try $0.hearAll()
        }
        let contest = Command.contestPosition(partner: nil, invitation: nil, decidedAt: nil)
        for stance in [Stance.objection, nil] {
            try recorded.act(
                .position(stance, of: "JP", reason: "R", relayed: .mail(recorded.world.now)), on: ref,
                as: .coordinator("NESA"))
            try recorded.act(contest, on: ref, as: .contactPoint("JP"))
        }
        try recorded.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(ref)], recorded)
    }

    /// A lifecycle with a move that writes the text: what it wrote stands once, beside the inputs.
    private static func amending() throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        var definition = try Repository.initiative()
        definition.version += 1
        definition.transitions.append(
            TransitionDefinition(
                id: "amend", label: "amend", from: ["drafted"], to: "drafted",
                roles: definition.transitions.first { $0.id == "circulate" }?.roles ?? [],
                inputs: [
                    InputDefinition(key: "changes", label: "what", type: .changes(["goals"]), isRequired: true),
                    InputDefinition(key: "reason", label: "why", type: .text(limit: 100), isRequired: true),
                ]))
        try recorded.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
        return recorded
    }

    @Test func aMoveThatWritesTheTextVerifies() throws {
        var recorded = try LawfulActTests.amending()
        try recorded.play { try $0.draft() }
        try recorded.act(
            .advance("amend", ["changes": ["goals": "More."], "reason": "R"]), on: ref, as: .proposer("FR"))
        try recorded.sign()
        let report = try BundleVerifier.verify(try recorded.bundle(ref), trusted: recorded.policy)
        #expect(report.irregularities == [])
    }
}
