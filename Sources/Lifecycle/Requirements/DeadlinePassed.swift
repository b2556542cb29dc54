import CivilTime
package import DefinitionTree
import Wording

/// The deadline of the round has passed.
package struct DeadlinePassed: Requirement {
    package static let name = "deadline-passed"

    package enum Says: String, FindingSentence {
        case none = "the circulation has no deadline"
        case closed = "closed at {closes}"
        case decidedBefore = "decided at {moment}, when it was open until {closes}"
        case open = "open until {closes}"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package var restsOnRound: Bool { true }

    /// A deadline passes only where a round with one may be open.
    package func check(at place: RequirementPlace) {
        guard place.checks.isWhole(.states, .transitions, .inputs) else { return }
        guard place.checks.takesDeadline else {
            place.report("no deadline ever passes: no transition that opens a round takes \"closes\"")
            return
        }
        let roundless = place.checks.roundless(place.use, of: place.act)
        if !roundless.isEmpty { place.report("no deadline ever passes: no round is open in \(roundless.listed)") }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let circumstances = act.circumstances
        guard let closes = circumstances.round?.closes else {
            return unmet(.none, who: act.proposers, subjects: ["closes"])
        }
        var values: [String: Reason.Value] = ["closes": .text(closes.description)]
        if circumstances.judgedAt > closes { return met(.closed, values) }
        // Time alone helps while the deadline lies ahead; once it is past, only another day of the act does.
        guard circumstances.now > closes else { return unmet(.open, values, who: [], subjects: ["closes"]) }
        values["moment"] = .text(circumstances.judgedAt.description)
        return unmet(.decidedBefore, values, who: act.actors, subjects: ["decided_at"])
    }
}
