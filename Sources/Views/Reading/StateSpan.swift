package import CivilTime
package import Proposals

/// A stretch of time that a proposal spent in one state.
package struct StateSpan: Sendable, Hashable {
    package var state: String
    package var from: Instant
    package var until: Instant
    /// Whether it stands there still.
    package var isPresent: Bool

    /// Whole days.
    package var days: Int {
        Int((until.microseconds - from.microseconds) / Instant.microsecondsPerDay)
    }
}

extension Proposal {
    /// Where it stood and for how long, by when the bodies decided. An undone move never was; a move that was decided before the proposal
    /// was drafted took no time.
    package func spans(until now: Instant) -> [StateSpan] {
        var spans: [StateSpan] = []
        var since = min(draftedAt, now)
        let steps = steps
        var place = steps.first?.from ?? state
        for step in steps where step.to != place {
            let moment = min(max(step.moment, since), max(now, since))
            spans.append(StateSpan(state: place, from: since, until: moment, isPresent: false))
            since = moment
            place = step.to
        }
        spans.append(StateSpan(state: place, from: since, until: max(now, since), isPresent: true))
        return spans
    }

    /// Its moves, and the migrations that gave its state another name, in order.
    private var steps: [(version: Int, from: String, to: String, moment: Instant)] {
        let moved = moves.filter(\.isUndoable).map {
            (version: $0.version, from: $0.from, to: $0.to, moment: $0.decidedAt)
        }
        let migrated = migrations.map {
            (version: $0.version, from: $0.state, to: $0.toState, moment: $0.recordedAt)
        }
        return (moved + migrated).sorted { $0.version < $1.version }
    }
}
