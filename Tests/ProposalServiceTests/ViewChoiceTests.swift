import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Requests
import TestRandom
import Testing
import ViewDefinitions
import Views

@testable import ProposalService

/// A view made of the proposals that their rows let through is the view made of all of them.
@Suite struct ViewChoiceTests {
    private static let states = ["drafted", "circulated", "consensus", "som-blessed", "reported", "withdrawn"]

    /// A view of a chance selection.
    private func view(_ random: inout SeededRandom) throws -> ViewDefinition {
        func some(_ words: [String], _ random: inout SeededRandom) -> JSONValue {
            let always = random.pick(words)
            return .strings(words.filter { $0 == always || random.chance(30) })
        }
        var select: JSONObject = [:]
        if random.chance(50) { select["states"] = some(Self.states, &random) }
        if random.chance(40) { select["not_states"] = some(Self.states, &random) }
        if random.chance(40) { select["tracks"] = some(["work-programme", "information"], &random) }
        if random.chance(30) { select["origin"] = .string(random.pick(["live", "archive"])) }
        if random.chance(20) { select["facts"] = ["published"] }
        var view: JSONObject = ["id": "v", "label": "V", "about": "A view.", "select": .object(select)]
        switch random.below(3) {
        case 0: view["kind"] = "time-in-state"
        case 1:
            view["kind"] = "waiting"
            view["waits"] = [
                ["states": some(Self.states, &random), "for": "roster"],
                ["states": ["drafted"], "for": "proposer"],
            ]
        default:
            view["kind"] = "table"
            view["columns"] = [
                ["key": "ref", "label": "Ref", "of": "ref"], ["key": "state", "label": "State", "of": "state"],
            ]
        }
        if random.chance(20), view["kind"] == "table" { view["public"] = true }
        return try ViewDefinition(json: .object(view))
    }

    private func made(
        _ view: ViewDefinition, _ forum: LivingForum, _ caller: Caller?, _ choice: SnapshotScope.Choice,
        now: Instant? = nil
    ) async throws -> (result: ViewResult, folded: Int, now: Instant) {
        let read = try await forum.service.snapshot(LivingForum.name, caller) { _, _ in
            var scope = SnapshotScope()
            scope.proposals = choice
            return scope
        }
        var snapshot = read.snapshot
        snapshot.now = now ?? snapshot.now
        return (try view.make(from: snapshot), snapshot.proposals.count, snapshot.now)
    }

    @Test(.timeLimit(.minutes(60))) func nothingIsLeftOut() async throws {
        var random = SeededRandom(seed: 24)
        let forum = try await LivingForum.make()
        _ = try await forum.archived(title: "Museums")
        var refs: [String] = []
        for _ in 0..<40 { refs += try await RandomLife.step(forum, forum.service, refs, &random) }
        let callers = [
            try forum.caller(Office(role: "auditor")), try forum.caller(MiniForum.point("JP")),
            try forum.caller(MiniForum.proposer),
        ]
        var (fewer, shown) = (0, 0)
        for _ in 0..<80 {
            let view = try view(&random)
            let caller = random.pick(callers)
            let whole = try await made(view, forum, caller, SnapshotScope.Choice())
            let chosen = try await made(view, forum, caller, view.choice, now: whole.now)
            #expect(chosen.result.rows == whole.result.rows, "\(view.select)")
            #expect(chosen.result.totals == whole.result.totals, "\(view.select)")
            fewer += chosen.folded < whole.folded ? 1 : 0
            shown += whole.result.rows.isEmpty ? 0 : 1
        }
        #expect(fewer > 20 && shown > 20, "\(fewer) \(shown)")
    }
}
