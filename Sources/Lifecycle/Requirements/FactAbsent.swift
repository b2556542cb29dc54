package import CanonicalJSON
package import DefinitionTree

/// The fact is not recorded; when any are named, its newest record has none of these values of its `status` input.
package struct FactAbsent: Requirement {
    package static let name = "fact-absent"
    package static let parameterNames = ["fact", "statuses"]

    package var fact: String
    package var statuses: [String]

    package enum Says: String, FindingSentence {
        case absent = "\"{fact}\" is not recorded"
        case recorded = "\"{fact}\" is already recorded"
        case recordedAs = "\"{fact}\" is recorded as {status}"
    }

    package init(_ fact: String, statuses: [String] = []) {
        self.fact = fact
        self.statuses = statuses
    }

    package init(_ with: MapReader) { self.init(with.text("fact") ?? "", statuses: with.chosen("statuses")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("fact", fact)
        object.put("statuses", statuses)
        return object
    }

    package func check(at place: RequirementPlace) {
        place.checks.known(fact, .fact, at: place.path["fact"])
        place.checks.known(statuses, of: fact, at: place.path["statuses"])
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        var values: [String: Reason.Value] = ["fact": .text(act.label(ofFact: fact))]
        guard let record = act.circumstances.facts[fact] else { return met(.absent, values) }
        guard !statuses.isEmpty else { return unmet(.recorded, values, who: [], subjects: [fact]) }
        let status = act.status(of: record, of: fact)
        values["status"] = .text(status)
        return statuses.contains(status)
            ? unmet(.recordedAs, values, who: [], subjects: [fact]) : met(.recordedAs, values)
    }

    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        prospect.records(fact, as: statuses, under: definition) ? [fact] : nil
    }

    package func contradiction(with other: any Requirement) -> String? {
        let isExcluded =
            switch other {
            case let other as FactRecorded:
                other.fact == fact
                    && (statuses.isEmpty || !other.statuses.isEmpty && Set(other.statuses).isSubset(of: statuses))
            case let other as FactSince: other.fact == fact && statuses.isEmpty
            default: false
            }
        return isExcluded ? "\"\(fact)\" cannot be recorded and absent at once" : nil
    }
}
