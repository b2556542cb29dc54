/// The way from the root of a definition to one of its parts, by keys and by places in lists.
///
/// It speaks of the definition as it was read (``LifecycleDefinition/json`` has the same shape), so a check that knows no lines
/// can name a place, and the reader finds the line.
struct DefinitionPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    var steps: [Step] = []

    static let root = DefinitionPath()

    subscript(key: String) -> DefinitionPath { DefinitionPath(steps: steps + [.key(key)]) }
    subscript(index: Int) -> DefinitionPath { DefinitionPath(steps: steps + [.index(index)]) }
}

/// A part of a definition that other parts refer to. One that could not be read whole is no proof that a name is unknown.
enum DefinitionSection: Hashable, CaseIterable {
    case states, tracks, roles, transitions, facts, fields, inputs, requirements, positions, consensus
}
