/// When the requests of a run are due.
package enum Pace: Sendable {
    /// Each is due when the one before it was answered: the load follows the server.
    case closed
    /// So many a second, whatever the server does. How long one took counts from when it was due, not from when it could be sent: a
    /// server that stops for a second is charged for all that came in that second.
    case open(perSecond: Double)

    /// When a request is due, after the start; nil where it is due as soon as its sender is free.
    package func due(_ number: Int) -> Duration? {
        switch self {
        case .closed: nil
        case .open(let perSecond): .nanoseconds(Int64(Double(number) * 1_000_000_000 / perSecond))
        }
    }

    /// How many requests are due before a moment; nil where that is the server's matter.
    package func count(before end: Duration) -> Int? {
        switch self {
        case .closed: nil
        case .open(let perSecond): Int((Double(end.nanoseconds) / 1_000_000_000 * perSecond).rounded(.up))
        }
    }
}
