package import CanonicalJSON
package import DefinitionTree

/// The fact's newest record, with one of these statuses when any are named, is later than the newest of each of `facts`, or than the
/// last move where none are named.
package struct FactSince: Requirement {
    package static let name = "fact-since"
    package static let parameterNames = ["fact", "statuses", "facts"]

    package var fact: String
    package var statuses: [String]
    package var facts: [String]

    package enum Says: String, FindingSentence {
        case absent = "\"{fact}\" is not recorded"
        case recorded = "\"{fact}\" is recorded"
        case recordedAs = "\"{fact}\" is recorded as {status}"
        case notSince = "\"{fact}\" is not recorded since \"{since}\""
    }

    package init(_ fact: String, statuses: [String], facts: [String]) {
        self.fact = fact
        self.statuses = statuses
        self.facts = facts
    }

    package init(_ with: MapReader) {
        self.init(with.text("fact") ?? "", statuses: with.chosen("statuses"), facts: with.chosen("facts"))
    }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("fact", fact)
        object.put("statuses", statuses)
        object.put("facts", facts)
        return object
    }

    package var neededFact: String? { fact }

    /// A fact is recorded before the act, and waits for others than itself.
    package func check(at place: RequirementPlace) {
        place.recordable(fact, statuses: statuses)
        place.checks.known(facts, .fact, at: place.path["facts"])
        if let index = facts.firstIndex(of: fact) {
            place.checks.report(place.path["facts"][index], "\"\(fact)\" is never recorded later than itself")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        var values: [String: Reason.Value] = ["fact": .text(act.label(ofFact: fact))]
        func unmet(_ says: Says) -> RequirementAnswer {
            self.unmet(says, values, who: act.recorders(of: fact), subjects: [fact])
        }
        guard let record = act.circumstances.facts[fact] else { return unmet(.absent) }
        if !statuses.isEmpty {
            let status = act.status(of: record, of: fact)
            values["status"] = .text(status)
            guard statuses.contains(status) else { return unmet(.recordedAs) }
        }
        if let since = laterThing(than: record, act) {
            values["since"] = .text(since)
            return unmet(.notSince)
        }
        return met(statuses.isEmpty ? .recorded : .recordedAs, values)
    }

    /// Of a record that is there, whether it is a later one is left to the act.
    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        prospect.records(fact, as: statuses, under: definition) ? nil : [fact]
    }

    /// What came after the record, by its label.
    private func laterThing(than record: FactView, _ act: ActInQuestion) -> String? {
        if facts.isEmpty, let last = act.circumstances.lastMove, record.version < last.version {
            return act.label(ofMove: last.transition)
        }
        return facts.first { (act.circumstances.facts[$0]?.version ?? 0) > record.version }.map(act.label(ofFact:))
    }
}
