package import CanonicalJSON
import CivilTime
package import DefinitionTree

/// `decided_at` lies on the latest of the days in this input of these facts' newest records, as a local day.
package struct DecidedOnLatest: Requirement {
    package static let name = "decided-on-latest"
    package static let parameterNames = ["facts", "input"]

    package var facts: [String]
    package var input: String

    package enum Says: String, FindingSentence {
        case notRecorded = "\"{fact}\" is not recorded with a day"
        case noFact = "no fact is named"
        case latest = "decided on {day}, the day of \"{fact}\", the latest"
        case other = "decided on {decided}, but the latest is \"{fact}\" of {day}"
    }

    package init(facts: [String], input: String) {
        self.facts = facts
        self.input = input
    }

    package init(_ with: MapReader) { self.init(facts: with.needed("facts"), input: with.text("input") ?? "") }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("facts", facts)
        object.put("input", input)
        return object
    }

    package var daySource: DaySource? { .latest(facts: facts, input: input) }

    /// Each fact is recorded before the act, with a day of this name.
    package func check(at place: RequirementPlace) {
        for (index, fact) in facts.enumerated() {
            place.checks.recordable(fact, for: place.act, at: place.path["facts"][index])
            guard let definition = place.definition.fact(fact), place.checks.isWhole(.inputs), !input.isEmpty else {
                continue
            }
            if !definition.inputs.contains(where: { $0.key == input && $0.type == .date }) {
                place.report("input", "\"\(fact)\" takes no date \"\(input)\"")
            }
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        var latest: (fact: String, day: CivilDate)?
        for id in facts {
            guard let day = act.circumstances.facts[id]?.inputs.day(input) else {
                return unmet(
                    .notRecorded, ["fact": .text(act.label(ofFact: id))], who: act.recorders(of: id), subjects: [id])
            }
            if latest.map({ $0.day < day }) ?? true { latest = (id, day) }
        }
        guard let latest else { return unmet(.noFact, who: act.actors) }
        var values: [String: Reason.Value] = [
            "fact": .text(act.label(ofFact: latest.fact)), "day": .text(latest.day.description),
        ]
        guard !act.isDecided(on: latest.day) else { return met(.latest, values) }
        values["decided"] = .text(act.day.description)
        return unmet(.other, values, who: act.actors, subjects: ["decided_at"])
    }

    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        facts.first { prospect.facts[$0]?.inputs.day(input) == nil }.map { [$0] }
    }
}
