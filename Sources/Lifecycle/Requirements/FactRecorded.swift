package import CanonicalJSON
package import DefinitionTree
import Wording

/// The fact is recorded, with one of these values of its `status` input when any are named.
package struct FactRecorded: Requirement {
    package static let name = "fact-recorded"
    package static let parameterNames = ["fact", "statuses"]

    package var fact: String
    package var statuses: [String]

    package enum Says: String, FindingSentence {
        case absent = "\"{fact}\" is not recorded"
        case recorded = "\"{fact}\" is recorded"
        case recordedAs = "\"{fact}\" is recorded as {status}"
    }

    package init(_ fact: String, statuses: [String]) {
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

    package var neededFact: String? { fact }

    package func check(at place: RequirementPlace) { place.recordable(fact, statuses: statuses) }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        var values: [String: Reason.Value] = ["fact": .text(act.label(ofFact: fact))]
        guard let record = act.circumstances.facts[fact] else {
            return unmet(.absent, values, who: act.recorders(of: fact), subjects: [fact])
        }
        guard !statuses.isEmpty else { return met(.recorded, values) }
        let status = act.status(of: record, of: fact)
        values["status"] = .text(status)
        return statuses.contains(status)
            ? met(.recordedAs, values) : unmet(.recordedAs, values, who: act.recorders(of: fact), subjects: [fact])
    }

    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        prospect.records(fact, as: statuses, under: definition) ? nil : [fact]
    }

    package func contradiction(with other: any Requirement) -> String? {
        guard let other = other as? FactRecorded, fact == other.fact, statuses.excludes(other.statuses) else {
            return nil
        }
        return "\"\(fact)\" cannot have the status \(statuses.listed) and \(other.statuses.listed) at once"
    }
}

extension ActInQuestion {
    /// The `status` given with a record, or what leaving it out means.
    func status(of record: FactView, of fact: String) -> String {
        definition.status(of: record, of: fact)
    }
}

extension LifecycleDefinition {
    /// The `status` given with a record, or what leaving it out means.
    fileprivate func status(of record: FactView, of fact: String) -> String {
        record.inputs["status"]?.string ?? self.fact(fact)?.inputs.first { $0.key == "status" }?.fallback ?? ""
    }
}

extension Prospect {
    /// Whether a fact stands recorded, with one of these statuses when any are named.
    func records(_ fact: String, as statuses: [String], under definition: LifecycleDefinition) -> Bool {
        guard let record = facts[fact] else { return false }
        return statuses.isEmpty || statuses.contains(definition.status(of: record, of: fact))
    }
}
