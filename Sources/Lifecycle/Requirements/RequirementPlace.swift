import DefinitionTree
import Wording

/// Where a requirement stands in a definition that is being checked, with what it may refer to.
package struct RequirementPlace {
    let checks: LifecycleChecks
    let use: RequirementUse
    let act: LifecycleChecks.Act
    /// Where its parameters are written.
    let path: DefinitionPath

    var definition: LifecycleDefinition { checks.definition }

    /// Reports a fault at one of the parameters.
    func report(_ parameter: String, _ sentence: String) { checks.report(path[parameter], sentence) }

    /// Reports a fault of the whole.
    func report(_ sentence: String) { checks.report(path, sentence) }

    /// The act must take an input of one of these types, which a parameter names.
    func input(_ key: String, _ types: [InputWord], _ parameter: String = "input") {
        checks.inputType(key, types, of: act.inputs, "\"\(act.id)\"", at: path[parameter])
    }

    /// The fact that a parameter names must be one that can be recorded by the time of the act, with these statuses.
    func recordable(_ fact: String, statuses: [String] = []) {
        checks.recordable(fact, for: act, at: path["fact"])
        checks.known(statuses, of: fact, at: path["statuses"])
    }

    /// Positions must be taken where it is asked: in an open round, in a state before the act.
    func positions(_ what: String) {
        guard checks.isWhole(.states, .transitions) else { return }
        let roundless = checks.roundless(use, of: act)
        // Where no round is open it says nothing more that no positions are taken.
        if checks.isWhole(.positions, .tracks, .requirements), definition.positions != .none, !checks.openings.isEmpty,
            roundless.isEmpty
        {
            let silent = checks.silentTracks(use, of: act)
            if !silent.isEmpty {
                report("\(what) can never stand: no positions are taken on the track \(silent.listed)")
            }
        }
        if checks.openings.isEmpty {
            report("\(what) can never stand: no transition opens a round")
        } else if !roundless.isEmpty {
            report("\(what) can never stand: no round is open in \(roundless.listed)")
        } else if !definition.states.contains(where: { $0.takesPositions }) {
            report("\(what) can never stand: no state takes positions")
        }
    }
}
