package import CivilTime

extension LifecycleDefinition {
    /// Whether a partner's silence counts: only where the lifecycle says so, after the deadline, for who acknowledged receipt.
    package func isTacit(_ partner: String, _ round: RoundView, _ moment: Instant) -> Bool {
        switch consensus.silence {
        case .never: false
        case .tacitAfterDeadline:
            round.positions[partner] == nil && round.acknowledged.contains(partner)
                && round.closes.map { moment > $0 } ?? false
        }
    }
}
