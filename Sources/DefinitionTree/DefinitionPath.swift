/// The way from the root of a definition to one of its parts, by keys and by places in lists.
///
/// It speaks of the definition as it was read (``LifecycleDefinition/json`` has the same shape), so a check that knows no lines
/// can name a place, and the reader finds the line.
package struct DefinitionPath: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    package var steps: [Step] = []

    package static let root = DefinitionPath()

    package subscript(key: String) -> DefinitionPath { DefinitionPath(steps: steps + [.key(key)]) }
    package subscript(index: Int) -> DefinitionPath { DefinitionPath(steps: steps + [.index(index)]) }
}

/// A part of a definition that other parts refer to. One that could not be read whole is no proof that a name is unknown.
package enum DefinitionSection: Hashable, CaseIterable {
    case states, tracks, roles, transitions, facts, fields, inputs, requirements, positions, consensus, revisions
}
