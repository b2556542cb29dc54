import CivilTime
package import DefinitionTree

/// `decided_at` is not before the last move, by day.
package struct DecidedInOrder: Requirement {
    package static let name = "decided-in-order"

    package enum Says: String, FindingSentence {
        case inOrder = "decided in order"
        case before = "decided on {day}, before \"{move}\" of {moved}"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let last = act.circumstances.lastMove, act.day < last.decidedAt.date else { return met(.inOrder) }
        return unmet(
            .before,
            [
                "day": .text(act.day.description), "move": .text(act.label(ofMove: last.transition)),
                "moved": .text(last.decidedAt.date.description),
            ], who: act.actors, subjects: ["decided_at"])
    }
}
