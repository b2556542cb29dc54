import DefinitionTree

/// Facts that keep one another, or the act that needs them, from ever being.
extension LifecycleChecks {
    /// The facts that an act needs can all be recorded: none keeps out another that must come before it.
    func excludingFacts() {
        guard isWhole(.facts, .requirements) else { return }
        for act in acts {
            let needed = neededFacts(of: act)
            for (index, use) in act.requirements.enumerated() {
                let path = act.path["requirements"][index]
                if let fact = use.requirement.neededFact {
                    guard isAlways(use), let other = needed.first(where: { excludes($0, fact) && excludes(fact, $0) })
                    else { continue }
                    // Told once, at the later of the two.
                    let place = act.requirements.firstIndex { needs($0, other) } ?? 0
                    guard place <= index else { continue }
                    report(
                        path["with"],
                        "\"\(act.id)\" needs \"\(other)\" and \"\(fact)\", and each is recorded only without the other")
                } else if let absent = use.requirement as? FactAbsent {
                    let fact = absent.fact
                    let isDirect = act.requirements.contains { needs($0, fact) }
                    guard isAlways(use), absent.statuses.isEmpty, !isDirect, needed.contains(fact) else { continue }
                    report(path["with"], "\"\(fact)\" cannot be absent: what \"\(act.id)\" needs was recorded after it")
                }
            }
        }
    }

    /// The facts that must be recorded before an act, those that they wait for included.
    private func neededFacts(of act: Act) -> [String] {
        var found: [String] = []
        var open = act.requirements.compactMap(recorded)
        while let fact = open.popLast() {
            guard !found.contains(fact) else { continue }
            found.append(fact)
            open += definition.fact(fact)?.requirements.compactMap(recorded) ?? []
        }
        return found
    }

    /// Whether a fact is recorded only while another is absent.
    private func excludes(_ fact: String, _ other: String) -> Bool {
        guard fact != other, let definition = definition.fact(fact) else { return false }
        return definition.requirements.contains { use in
            isAlways(use) && use.requirement.isSame(as: FactAbsent(other))
        }
    }

    private func needs(_ use: RequirementUse, _ fact: String) -> Bool { recorded(use) == fact }

    private func recorded(_ use: RequirementUse) -> String? {
        isAlways(use) ? use.requirement.neededFact : nil
    }

    private func isAlways(_ use: RequirementUse) -> Bool { use.tracks.isEmpty && use.states.isEmpty }
}
