import CanonicalJSON
import CivilTime

/// An act of which a requirement is asked: what is to be done, in which roles, and all that may be looked at.
package struct ActInQuestion {
    let definition: LifecycleDefinition
    /// The transition or the fact; empty for an act that no transition names.
    let id: String
    /// The roles of which somebody makes it.
    let roles: [String]
    let circumstances: Circumstances

    /// Who may make the act.
    var actors: [Capable] { definition.capable(roles, circumstances) }

    /// Who writes the text.
    var proposers: [Capable] { definition.capable(definition.writers, circumstances) }

    /// Who records a fact.
    func recorders(of fact: String) -> [Capable] {
        definition.capable(definition.fact(fact)?.roles ?? [], circumstances)
    }

    /// How people call a fact.
    func label(ofFact id: String) -> String { definition.fact(id)?.label ?? id }

    /// How people call a move.
    func label(ofMove id: String) -> String { definition.transition(id)?.label ?? id }

    /// How people call a field.
    func label(ofField key: String) -> String { definition.form.field(key)?.label ?? key }

    /// The meeting that an input names, where it was held.
    func held(_ input: String) -> (id: String, days: ClosedRange<CivilDate>)? {
        guard let id = circumstances.inputs[input]?.string, let days = circumstances.meetings[id]?.held else {
            return nil
        }
        return (id, days)
    }

    /// The day on which it was decided, in UTC.
    var day: CivilDate { circumstances.decidedAt.date }

    /// Whether it was this day somewhere on earth when the act was decided.
    func isDecided(on day: CivilDate) -> Bool { isDecided(within: day...day) }

    /// Whether it was one of these days somewhere on earth when the act was decided.
    func isDecided(within days: ClosedRange<CivilDate>) -> Bool {
        earliestDay <= days.upperBound && days.lowerBound <= circumstances.decidedAt.date(hoursEast: LocalDay.hours)
    }

    /// The earliest day that it was anywhere on earth when the act was decided.
    var earliestDay: CivilDate { circumstances.decidedAt.date(hoursEast: -LocalDay.hours) }

    /// The last of these days in an object.
    func lastDay(_ object: JSONObject?, _ keys: [String]) -> CivilDate? {
        keys.compactMap { object?.day($0) }.max()
    }
}

extension JSONObject {
    /// The day under a key; nil where there is none, or something else.
    func day(_ key: String) -> CivilDate? { self[key]?.string.flatMap { CivilDate($0) } }
}
