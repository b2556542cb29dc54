import CanonicalJSON
import Testing

@testable import Lifecycle

/// Tries every act of a lifecycle in every state, by every actor, on every track, under every combination of met and unmet conditions,
/// and holds the verdict against an expectation written by hand from the rules, not from the definition.
struct Exhaustion {
    /// What the rules say of one act.
    struct Rule {
        var act: String
        var isFact = false
        var from: [String]
        var by: [String]
        /// Keys without which it is refused.
        var inputs: [String] = []
        /// Conditions asked on every track.
        var always: [String] = []
        /// Conditions asked on one track.
        var onTrack: [String: [String]] = [:]
        /// The condition that nothing can meet on a track in a state, nil where there is none.
        var refused: @Sendable (_ track: String, _ state: String) -> String? = { _, _ in nil }

        func conditions(track: String) -> [String] { (always + (onTrack[track] ?? [])).sorted() }
    }

    /// Makes one condition fail, and by itself no other that the same act asks for.
    typealias Breaker = @Sendable (inout Circumstances) -> Void

    var definition: LifecycleDefinition
    var states: [String]
    var tracks: [String]
    var actors: [String: [Office]]
    var rules: [Rule]
    var breakers: [String: Breaker]
    /// Circumstances in which everything holds for an act by an actor.
    var ideal: (Rule, _ state: String, _ track: String, [Office]) -> Circumstances

    /// Answers how many verdicts were compared.
    func run() -> Int {
        var count = 0
        for rule in rules {
            for state in states {
                for track in tracks {
                    for (actor, offices) in actors {
                        count += combinations(rule, state, track, actor, offices)
                    }
                }
            }
        }
        return count
    }

    private func combinations(
        _ rule: Rule, _ state: String, _ track: String, _ actor: String, _ offices: [Office]
    ) -> Int {
        let conditions = rule.conditions(track: track)
        let given: [String?] = [nil] + rule.inputs
        // Where state or role forbid it already, each condition alone is enough.
        let isOpen = rule.from.contains(state) && rule.by.contains(actor)
        var count = 0
        for bits in 0..<(1 << conditions.count) where isOpen || bits.nonzeroBitCount <= 1 {
            count += given.count
            for missing in given {
                var circumstances = ideal(rule, state, track, offices)
                var unmet: [String] = []
                for (index, condition) in conditions.enumerated() where bits & (1 << index) != 0 {
                    guard let breaker = breakers[condition] else {
                        Issue.record("no way to break \(condition)")
                        continue
                    }
                    breaker(&circumstances)
                    unmet.append(Exhaustion.name(of: condition))
                }
                if let missing {
                    circumstances.inputs[missing] = nil
                    unmet.append("input")
                }
                if !rule.from.contains(state) { unmet.append("state") }
                if !rule.by.contains(actor) { unmet.append("role") }
                if let refused = rule.refused(track, state) { unmet.append(refused) }
                compare(rule, circumstances, unmet, "\(rule.act) from \(state) on \(track) by \(actor)")
            }
        }
        return count
    }

    private func compare(
        _ rule: Rule, _ circumstances: Circumstances, _ unmet: [String], _ what: @autoclosure () -> String
    ) {
        let verdict: Verdict? =
            rule.isFact
            ? definition.fact(rule.act).map { definition.verdict(on: $0, in: circumstances) }
            : definition.transition(rule.act).map { definition.verdict(on: $0, in: circumstances) }
        guard let verdict else {
            Issue.record("the definition has no \(rule.act)")
            return
        }
        let found = verdict.unmet.map(\.requirement)
        // One broken condition is named alone; of several, one may hide or bring along another. A missing input or office always may.
        let isExact = unmet.count > 1 || unmet == ["input"] || unmet == ["role"] || found == unmet
        if verdict.isAllowed != unmet.isEmpty || !isExact {
            Issue.record("\(what()), broken: \(unmet); the verdict says \(verdict.unmet.map(\.detail))")
        }
    }

    /// `inputs-with held` is one way to break inputs-with.
    static func name(of condition: String) -> String { String(condition.prefix { $0 != " " }) }
}
