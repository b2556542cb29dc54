import DefinitionTree
import Wording

/// The checks of meaning: that the names of a definition exist, that its states form one way to an end, that each requirement can hold.
///
/// They speak of places by path, since a definition knows no lines. What hangs on a part that could not be read whole is passed over.
struct LifecycleChecks {
    let definition: LifecycleDefinition
    let incomplete: Set<DefinitionSection>
    let report: (DefinitionPath, String) -> Void

    static func run(
        _ definition: LifecycleDefinition, incomplete: Set<DefinitionSection> = [],
        report: @escaping (DefinitionPath, String) -> Void
    ) {
        let checks = LifecycleChecks(definition: definition, incomplete: incomplete, report: report)
        checks.doubles()
        checks.names()
        checks.documents()
        checks.formNames()
        checks.checklistNames()
        checks.inputs()
        checks.states()
        checks.rounds()
        checks.roles()
        checks.requirements()
        checks.excludingFacts()
        checks.filling()
    }

    static let root = DefinitionPath.root

    /// One place where requirements stand: a transition or a fact.
    struct Act {
        let id: String
        let path: DefinitionPath
        let isFact: Bool
        let effect: TransitionDefinition.Effect
        let from: [String]
        let roles: [String]
        let inputs: [InputDefinition]
        let requirements: [RequirementUse]

        /// Where its list of states is written.
        var fromKey: String { isFact ? "states" : "from" }
    }

    /// Every transition and fact.
    var acts: [Act] {
        definition.transitions.enumerated().map { index, transition in
            Act(
                id: transition.id, path: Self.root["transitions"][index], isFact: false, effect: transition.effect,
                from: transition.from, roles: transition.roles, inputs: transition.inputs,
                requirements: transition.requirements)
        }
            + definition.facts.enumerated().map { index, fact in
                Act(
                    id: fact.id, path: Self.root["facts"][index], isFact: true, effect: .none, from: fact.states,
                    roles: fact.roles, inputs: fact.inputs, requirements: fact.requirements)
            }
    }

    /// Whether a section was read whole, so that a name that is not in it is unknown.
    func isWhole(_ sections: DefinitionSection...) -> Bool { sections.allSatisfy { !incomplete.contains($0) } }

    /// Each of these names must be one of the known ones.
    func known(_ names: [String], _ kind: NameKind, at path: DefinitionPath) {
        for (index, name) in names.enumerated() { known(name, kind, at: path[index]) }
    }

    func known(_ name: String, _ kind: NameKind, at path: DefinitionPath) {
        guard isWhole(kind.section), !name.isEmpty else { return }
        let names = names(of: kind)
        guard !names.contains(name) else { return }
        report(
            path,
            names.isEmpty
                ? "\"\(name)\" is not a \(kind.rawValue): there are none"
                : "\"\(name)\" is not a \(kind.rawValue); use one of \(names.listed)\(names.hint(for: name))")
    }

    enum NameKind: String {
        case state, track, role, transition, fact
        case field = "field of the form"

        var section: DefinitionSection {
            switch self {
            case .state: .states
            case .track: .tracks
            case .role: .roles
            case .transition: .transitions
            case .fact: .facts
            case .field: .fields
            }
        }
    }

    func names(of kind: NameKind) -> [String] {
        switch kind {
        case .state: definition.states.map(\.id)
        case .track: definition.tracks.map(\.id)
        case .role: definition.roles.map(\.id)
        case .transition: definition.transitions.map(\.id)
        case .fact: definition.facts.map(\.id)
        case .field: definition.form.fields.map(\.key)
        }
    }
}
