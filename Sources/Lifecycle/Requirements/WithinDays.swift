package import CanonicalJSON
import CivilTime
package import DefinitionTree
import Wording

/// The act is decided at most so many days after the newest record of this fact, or after the last move where there is none, or the text
/// input `waiver` says why it is late.
package struct WithinDays: Requirement {
    package static let name = "within-days"
    package static let parameterNames = ["days", "fact", "waiver"]

    package var days: Int
    package var fact: String?
    package var waiver: String

    package enum Says: String, FindingSentence {
        case nothingBefore = "nothing came before it"
        case inTime = "due by {due}"
        case lateWithReason = "late since {due}, with a reason"
        case late = "it was due by {due}, {days} days after \"{since}\": say in \"{waiver}\" why it is late"
    }

    package init(_ days: Int, fact: String?, waiver: String) {
        self.days = days
        self.fact = fact
        self.waiver = waiver
    }

    package init(_ with: MapReader) {
        self.init(
            with.number("days", 1...36_500), fact: with.has("fact") ? with.text("fact") : nil,
            waiver: with.text("waiver") ?? "")
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("days", days)
        object.put("fact", fact ?? "")
        object.put("waiver", waiver)
        return object
    }

    package func check(at place: RequirementPlace) {
        place.input(waiver, [.text], "waiver")
        if let fact {
            place.checks.known(fact, .fact, at: place.path["fact"])
        } else {
            follows(at: place)
        }
    }

    /// Days are counted from a move, so one must lead here.
    private func follows(at place: RequirementPlace) {
        let (checks, act) = (place.checks, place.act)
        guard checks.isWhole(.states, .transitions), checks.lastMoves(before: act).isEmpty,
            act.from.allSatisfy({ place.definition.state($0) != nil })
        else { return }
        place.report("no move leads to \(act.from.listed), so there is nothing to count days from")
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let start = start(act), let due = due(act) else { return met(.nothingBefore) }
        var values: [String: Reason.Value] = ["due": .text(due.description)]
        guard act.earliestDay > due else { return met(.inTime, values) }
        if act.definition.isGiven(act.circumstances.inputs[waiver]) { return met(.lateWithReason, values) }
        values["days"] = .number(days)
        values["since"] = .text(start.label)
        values["waiver"] = .text(waiver)
        return unmet(.late, values, who: act.actors, subjects: [waiver])
    }

    /// The day by which the act is due; nil where nothing came before it.
    func due(_ act: ActInQuestion) -> CivilDate? {
        start(act).flatMap { CivilDate(daysSinceEpoch: $0.day.daysSinceEpoch + days) }
    }

    /// What days are counted from: the newest record of the fact, or else the last move.
    private func start(_ act: ActInQuestion) -> (day: CivilDate, label: String)? {
        if let fact, let record = act.circumstances.facts[fact] {
            return (record.decidedAt.date, act.label(ofFact: fact))
        }
        return act.circumstances.lastMove.map { ($0.decidedAt.date, act.label(ofMove: $0.transition)) }
    }
}
