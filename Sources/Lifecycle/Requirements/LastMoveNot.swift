package import CanonicalJSON
package import DefinitionTree

/// The last move was not one of these transitions.
package struct LastMoveNot: Requirement {
    package static let name = "last-move-not"
    package static let parameterNames = ["transitions"]

    package var transitions: [String]

    package enum Says: String, FindingSentence {
        case nothingToUndo = "there is no move to undo: only the last one can be, and an undo cannot"
        case excluded = "\"{move}\" cannot be undone"
        case another = "\"{move}\" can be undone"
    }

    package init(_ transitions: [String]) { self.transitions = transitions }
    package init(_ with: MapReader) { self.init(with.needed("transitions")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("transitions", transitions)
        return object
    }

    package var asksForUndoableMove: Bool { true }

    package func check(at place: RequirementPlace) {
        place.checks.known(transitions, .transition, at: place.path["transitions"])
        let moves = place.checks.lastMoves(before: place.act)
        if place.checks.isWhole(.transitions), !moves.isEmpty, moves.allSatisfy({ transitions.contains($0.id) }) {
            place.report("transitions", "the last move is always one of these: it can never be another one")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let last = act.circumstances.lastMove, last.isUndoable else { return unmet(.nothingToUndo, who: []) }
        let values: [String: Reason.Value] = ["move": .text(act.label(ofMove: last.transition))]
        return transitions.contains(last.transition) ? unmet(.excluded, values, who: []) : met(.another, values)
    }
}
