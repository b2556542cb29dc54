import CanonicalJSON
package import CivilTime
package import Lifecycle

/// What is known of the activity that a proposal is about: whether it is planned, was held, or did not take place as planned.
package struct Activity: Sendable, Hashable {
    package var standing: Standing
    /// The days that count: the planned ones; the actual ones of what was held; the new ones of what was postponed, nil where none are
    /// known yet; those that a cancelled activity was to take place on, nil where none were known any more.
    package var days: ClosedRange<CivilDate>?
    /// The days of the present text, where it was postponed from them and they no longer hold.
    package var lapsed: ClosedRange<CivilDate>?
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
        _ standing: Standing, days: ClosedRange<CivilDate>? = nil, lapsed: ClosedRange<CivilDate>? = nil,
        reason: String? = nil, saidBy: Int? = nil
    ) {
        self.standing = standing
        self.days = days
        self.lapsed = lapsed
        self.reason = reason
        self.saidBy = saidBy
    }
}

extension Proposal {
    /// What became of the activity, by the records of facts whose `status` says it: the newest says what it is now, and what any of
    /// them said of its days holds until the text or a later one says otherwise.
    package func activity(under definition: LifecycleDefinition) -> Activity {
        let planned = Activity.days(fields["starts"]?.string, fields["ends"]?.string)
        var activity = Activity(.planned, days: planned)
        // The days of the text from which it was postponed last, and those to which.
        var from: ClosedRange<CivilDate>?
        var to: ClosedRange<CivilDate>?
        for record in facts {
            guard let fact = definition.fact(record.fact), fact.tellsOfActivity,
                let standing = (record.inputs["status"]?.string ?? fact.input("status")?.fallback)
                    .flatMap(Activity.Standing.init)
            else { continue }
            let given = Activity.days(record.inputs["starts"]?.string, record.inputs["ends"]?.string)
            if standing == .postponed {
                from = Activity.days(record.text["starts"]?.string, record.text["ends"]?.string)
                to = given
            }
            activity = Activity(standing, reason: record.inputs["reason"]?.string, saidBy: record.version)
            if standing != .postponed { activity.days = given }
        }
        guard activity.saidBy != nil else { return activity }
        // Days that the text got since it was postponed are the new ones; those that it had then no longer hold.
        if let from, from == planned { activity.lapsed = from }
        let known = activity.lapsed == nil ? planned ?? to : to
        activity.days = activity.days ?? known
        return activity
    }
}

extension Activity {
    /// From the first to the last day, as texts; one day alone is both, nil where neither is known.
    package static func days(_ starts: String?, _ ends: String?) -> ClosedRange<CivilDate>? {
        days(starts.flatMap { CivilDate($0) }, ends.flatMap { CivilDate($0) })
    }

    package static func days(_ starts: CivilDate?, _ ends: CivilDate?) -> ClosedRange<CivilDate>? {
        guard let first = starts ?? ends else { return nil }
        return first...max(first, ends ?? first)
    }
}

extension Activity {
    /// Whether it takes place as its text says, as far as anything is told: neither put off nor cancelled.
    package var isAsPlanned: Bool { lapsed == nil && standing != .postponed && standing != .cancelled }
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
