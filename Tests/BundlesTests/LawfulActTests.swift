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
        definition.transitions.append(
            TransitionDefinition(
                id: "take-back", label: "take back", from: ["drafted"], to: nil,
                roles: definition.transitions.first { $0.id == "circulate" }?.roles ?? [], effect: .undo))
        try recorded.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
        return recorded
    }

    /// With what it wrote taken back, and written again.
    private static func amended() throws -> RecordedWorld {
        var recorded = try amending()
        try recorded.play { try $0.draft() }
        for act in [
            Command.advance("amend", ["changes": ["goals": "More."], "reason": "R"]), .advance("take-back", [:]),
            .advance("amend", ["changes": ["goals": .null], "reason": "R"]),
        ] {
            try recorded.act(act, on: World.ref, as: .proposer("FR"))
        }
        return recorded
    }

    @Test func aMoveThatWritesTheTextVerifies() throws {
        var recorded = try LawfulActTests.amended()
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(ref)], recorded)
    }

    /// What a move writes is what its input may change, and the digest is that of the text after it.
    @Test func aForgedWritingIsFound() throws {
        let recorded = try LawfulActTests.amended()
        let digest: JSONValue = .string(String(repeating: "0", count: 64))
        func writes(_ body: @escaping (inout JSONObject) -> Void) -> (inout Event) -> Void {
            { event in
                var writes = event.data["writes"]?.object ?? [:]
                body(&writes)
                event.data["writes"] = .object(writes)
            }
        }
        let count = recorded.record.count
        for index in [count - 3, count - 2, count - 1] {
            try SecondVerifierTests.bothFind(
                [
                    writes { $0["text_digest"] = digest }, writes { $0["changes"] = ["outline": "Another."] },
                    writes { $0["changes"] = [:] }, { $0.data["writes"] = nil },
                ], of: index, in: recorded)
        }
    }

    /// A quorum of two thirds: one partner short of it is found, whatever the event says.
    @Test func aQuorumIsCounted() throws {
        var recorded = try RecordedWorld.small()
        var definition = try Repository.initiative()
        definition.version += 1
        let index = try #require(definition.transitions.firstIndex { $0.id == "confirm" })
        let share = try #require(Quorum.Share("2/3"))
        definition.checklist = []
        definition.transitions[index].requirements = definition.transitions[index].requirements.map { use in
            var use = use
            if use.requirement is FullConsensus { use.requirement = Quorum(share: share) }
            return use
        }
        try recorded.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
        try recorded.play {
            try $0.draft()
            try $0.circulate()
        }
        let roster = try #require(try recorded.world.proposal(ref).openRound?.roster.map(\.partner))
        for partner in roster.prefix((roster.count * 2 + 2) / 3) {
            try recorded.act(.position(.support), on: ref, as: .contactPoint(partner))
        }
        let last = recorded.record.count - 1
        try recorded.act(World.confirm(), on: ref, as: .coordinator("ASEAN"))
        var sound = recorded
        try sound.sign()
        try SecondVerifierTests.bothFindNothing([try sound.bundle(), try sound.bundle(ref)], sound)
        let reserved: (inout Event) -> Void = { event in
            event.data["stance"] = "reservation"
            event.data["reason"] = "The cost."
            event.data["resolves"] = "Less of it."
        }
        try SecondVerifierTests.bothFind([reserved], of: last, in: recorded)
    }
}
