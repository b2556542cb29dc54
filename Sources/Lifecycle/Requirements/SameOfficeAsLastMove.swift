package import DefinitionTree
import Wording

/// The last move was made by the same office, and nothing that it forbids followed.
package struct SameOfficeAsLastMove: Requirement {
    package static let name = "same-office-as-last-move"

    package enum Says: String, FindingSentence {
        case nothingToUndo = "there is no move to undo: only the last one can be, and an undo cannot"
        case same = "the office that made the last move"
        case other = "the last move was made by {role}"
        case otherOf = "the last move was made by {role} of {of}"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package var asksForUndoableMove: Bool { true }

    /// Somebody who may do this must be able to make a move that leads here.
    package func check(at place: RequirementPlace) {
        let (checks, act) = (place.checks, place.act)
        guard checks.isWhole(.states, .transitions, .roles) else { return }
        let moves = checks.lastMoves(before: act)
        guard !moves.isEmpty else {
            if !act.from.contains(where: { place.definition.state($0) == nil }) {
                place.report("no move leads to \(act.from.listed), so no office made the last one")
            }
            return
        }
        func holders(_ roles: [String]) -> Set<String> {
            Set(roles.compactMap { place.definition.role($0) }.flatMap(\.heldBy))
        }
        if holders(moves.flatMap(\.roles)).isDisjoint(with: holders(act.roles)) {
            place.report("nobody who may do this can make a move that leads to \(act.from.listed)")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let last = act.circumstances.lastMove, last.isUndoable else { return unmet(.nothingToUndo, who: []) }
        let office = last.office
        let same = act.circumstances.offices.contains {
            $0.role == office.role && $0.partner == office.partner && $0.group == office.group
        }
        guard !same else { return met(.same) }
        var values: [String: Reason.Value] = ["role": .text(office.role)]
        values["of"] = (office.partner ?? office.group).map { .text($0) }
        return unmet(
            values["of"] == nil ? .other : .otherOf, values,
            who: [Capable(role: office.role, partner: office.partner, group: office.group)])
    }
}
