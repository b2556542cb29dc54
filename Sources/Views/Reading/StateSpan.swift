package import Lifecycle
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
    /// was entered here took no time.
    package func spans(until now: Instant) -> [StateSpan] {
        var spans: [StateSpan] = []
        var since = min(openedAt, now)
        var place = moves.first { $0.isUndoable }?.from ?? state
        for move in moves where move.isUndoable && move.to != place {
            let moment = min(max(move.decidedAt, since), max(now, since))
            spans.append(StateSpan(state: place, from: since, until: moment, isPresent: false))
            since = moment
            place = move.to
        }
        spans.append(StateSpan(state: place, from: since, until: max(now, since), isPresent: true))
        return spans
    }
}
