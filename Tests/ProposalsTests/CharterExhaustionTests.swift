import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// The same for a lifecycle with other names, no tracks, and silence that counts.
@Suite struct CharterExhaustionTests {
    static let offices: [Office?] = [
        .mover("VEN"), .mover("BRG"), .mover("GEN"), .voice("VEN"), .voice("LUB"), .steward("north"), .registrar,
        .doge("GEN"), .doge("VEN"), nil,
    ]

    @Test func exactlyTheAllowedOnesSucceed() throws {
        let definition = try Repository.charter()
        let acts = CharterOracle.acts()
        var succeeded: Set<String> = []
        var unmet: Set<String> = []
        for scene in try CharterScene.all() {
            var told: [String: Int] = [:]
            let proposal = try scene.world.proposal(World.charter)
            #expect(proposal.state == scene.state, "\(scene.name)")
            for act in acts {
                for office in CharterExhaustionTests.offices {
                    let expected = CharterOracle(scene: scene, act: act, office: office).unmet
                    // Two variants are enough for who may not act at all; the others are for those who may.
                    let asked = "\(act.id) \(office?.role ?? "") \(office?.partner ?? office?.group ?? "")"
                    told[asked, default: 0] += 1
                    if expected.contains("role"), told[asked, default: 0] > 2 { continue }
                    let outcome = try Outcome(
                        act, proposal, definition, scene.world.context(office.map { [$0] } ?? []))
                    guard outcome.agrees(with: expected) else {
                        Issue.record(
                            "\(scene.name), \(act) by \(office?.role ?? "-"): expected \(expected.sorted()), judged \(outcome.judged.sorted()), decided \(outcome.decided)"
                        )
                        return
                    }
                    unmet.formUnion(expected.map { "\(act.id) \($0)" })
                    guard expected.isEmpty else { continue }
                    succeeded.insert("\(scene.state) \(act.id)")
                    let to = CharterOracle.edges[act.id]?[scene.state] ?? nil
                    #expect(outcome.to == to ?? proposal.moves.last?.from, "\(scene.name) \(act.id)")
                }
            }
        }
        #expect(succeeded == Set(CharterOracle.edges.flatMap { act, from in from.keys.map { "\($0) \(act)" } }))
        let uses =
            definition.transitions.flatMap { act in act.requirements.map { "\(act.id) \($0.requirement.name)" } }
            + definition.facts.flatMap { act in act.requirements.map { "\(act.id) \($0.requirement.name)" } }
        #expect(Set(uses).isSubset(of: unmet), "\(Set(uses).subtracting(unmet))")
    }
}
