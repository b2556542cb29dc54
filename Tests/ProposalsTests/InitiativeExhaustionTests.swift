import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Every scene x every act x every office, each requirement met and unmet: exactly the allowed ones succeed, and what
/// the judge finds unmet is empty exactly then.
@Suite struct InitiativeExhaustionTests {
    static let offices: [Office?] = [
        .proposer("FR"), .proposer("VN"), .proposer("DE"), .contactPoint("FR"), .coordinator("ASEAN"),
        .coordinator("NESA"), .somLeader("DE"), .somLeader("FR"), .infoboard, nil,
    ]

    @Test func exactlyTheAllowedOnesSucceed() throws {
        let definition = try Repository.initiative()
        let acts = InitiativeActs.all()
        var succeeded: Set<String> = []
        var unmet: [String: Int] = [:]
        var checks = 0
        for scene in try InitiativeScene.all() {
            var told: [String: Int] = [:]
            let proposal = try scene.world.proposal(World.ref)
            #expect(proposal.state == scene.state, "\(scene.name)")
            for act in acts {
                for office in InitiativeExhaustionTests.offices {
                    let expected = InitiativeOracle(scene: scene, act: act, office: office).unmet
                    let context = scene.world.context(office.map { [$0] } ?? [], alike: act.alike)
                    // Two variants are enough for who may not act at all; the others are for those who may.
                    let asked = "\(act.id) \(office?.role ?? "") \(office?.partner ?? office?.group ?? "")"
                    told[asked, default: 0] += 1
                    if expected.contains("role"), told[asked, default: 0] > 2 { continue }
                    let outcome = try Outcome(act, proposal, definition, context)
                    checks += 1
                    guard outcome.agrees(with: expected) else {
                        Issue.record(
                            "\(scene.name), \(act.id) \(act.inputs.members.map(\.key)) \(act.decidedAt ?? "") by \(office?.role ?? "-") \(office?.partner ?? ""): expected \(expected.sorted()), judged \(outcome.judged.sorted()), decided \(outcome.decided)"
                        )
                        return
                    }
                    for name in expected { unmet["\(act.id) \(name)", default: 0] += 1 }
                    guard expected.isEmpty else { continue }
                    succeeded.insert("\(scene.state) \(act.id)")
                    let to = InitiativeOracle.edges[act.id]?[scene.state] ?? nil
                    #expect(outcome.to == to ?? proposal.moves.last?.from, "\(scene.name) \(act.id)")
                }
            }
        }
        #expect(checks > 10_000)
        let edges = InitiativeOracle.edges.flatMap { act, from in from.keys.map { "\($0) \(act)" } }
        #expect(succeeded == Set(edges), "each edge was taken at least once, and no other")
        // Days that run backwards, or that are still to come, never enter a text or a fact.
        let impossible = ["circulate dates-in-order", "recirculate dates-in-order", "report dates-not-in-future"]
        let uses =
            definition.transitions.flatMap { act in act.requirements.map { "\(act.id) \($0.requirement.name)" } }
            + definition.facts.flatMap { act in act.requirements.map { "\(act.id) \($0.requirement.name)" } }
        for use in Set(uses) { #expect((unmet[use] == nil) == impossible.contains(use), "\(use)") }
    }
}
