import CanonicalJSON
package import Lifecycle

/// What is known of the activity that a proposal is about: whether it is planned, was held, or did not take place as planned.
package struct Activity: Sendable, Hashable {
    package var standing: Standing
    /// The days that count: the planned ones; the actual ones of what was held; the new ones of what was postponed, nil where none are
    /// known yet; those that a cancelled activity was to take place on.
    package var days: ClosedRange<CivilDate>?
    /// Why it was postponed or cancelled, as it was given.
    package var reason: String?
    /// The version of the event that says so; nil of what is only planned.
    package var saidBy: Int?

    package enum Standing: String, Sendable, Hashable, CaseIterable {
        case planned
        case held
        case postponed
        case cancelled
    }

    package init(
        _ standing: Standing, days: ClosedRange<CivilDate>? = nil, reason: String? = nil, saidBy: Int? = nil
    ) {
        self.standing = standing
        self.days = days
        self.reason = reason
        self.saidBy = saidBy
    }
}

extension Proposal {
    /// What became of the activity, by the newest record of a fact whose `status` says it.
    package func activity(under definition: LifecycleDefinition) -> Activity {
        let planned = Activity.days(fields["starts"]?.string, fields["ends"]?.string)
        guard let record = facts.last(where: { definition.fact($0.fact)?.tellsOfActivity ?? false }),
            let word = record.inputs["status"]?.string ?? definition.fact(record.fact)?.input("status")?.fallback,
            let standing = Activity.Standing(rawValue: word)
        else { return Activity(.planned, days: planned) }
        let given = Activity.days(record.inputs["starts"]?.string, record.inputs["ends"]?.string)
        let days: ClosedRange<CivilDate>?
        switch standing {
        case .planned, .cancelled: days = planned
        case .held: days = given ?? planned
        case .postponed:
            // Days that the text got since are the new ones; those that it had then no longer hold.
            let then = Activity.days(record.text["starts"]?.string, record.text["ends"]?.string)
            days = planned != then ? planned : given
        }
        return Activity(standing, days: days, reason: record.inputs["reason"]?.string, saidBy: record.version)
    }
}

extension Activity {
    /// From the first to the last day, as texts; one day alone is both, nil where neither is known.
    package static func days(_ starts: String?, _ ends: String?) -> ClosedRange<CivilDate>? {
        let starts = starts.flatMap { CivilDate($0) }
        let ends = ends.flatMap { CivilDate($0) }
        guard let first = starts ?? ends else { return nil }
        return first...max(first, ends ?? first)
    }
}

extension FactDefinition {
    /// Whether its `status` can say that an activity was cancelled or postponed.
    fileprivate var tellsOfActivity: Bool {
        guard case .choice(let words)? = input("status")?.type else { return false }
        return words.contains(Activity.Standing.cancelled.rawValue)
            || words.contains(Activity.Standing.postponed.rawValue)
    }

    fileprivate func input(_ key: String) -> InputDefinition? { inputs.first { $0.key == key } }
}
