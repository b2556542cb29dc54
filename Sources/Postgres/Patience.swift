/// The end of a trip's time, and the short extension it has after the server was asked to cancel.
struct Patience {
    /// How long a trip may take.
    enum Time {
        case fixed(Duration?)
        /// It may become shorter meanwhile, and is asked for again with each look.
        case shrinking(@Sendable () -> Duration)
    }

    /// How often it is looked whether the time became shorter.
    private static let lookPeriod = Duration.milliseconds(500)

    private let start = ContinuousClock.now
    private let grace: Duration
    private var end: ContinuousClock.Instant?
    private var shrinking: (@Sendable () -> Duration)?
    /// Whether there is nothing to ask of the server any more when the time is over.
    private(set) var isLastWord: Bool

    init(_ time: Time, grace: Duration, isLastWord: Bool = false) {
        self.grace = grace
        self.isLastWord = isLastWord
        switch time {
        case .fixed(let time): end = time.map { start.advanced(by: $0) }
        case .shrinking(let time):
            shrinking = time
            end = start.advanced(by: time())
        }
    }

    /// Until when to wait before the time is looked at.
    var nextLook: ContinuousClock.Instant? {
        guard shrinking != nil else { return end }
        return end.map { min($0, .now.advanced(by: Self.lookPeriod)) }
    }

    /// Whether the time is over, at such a look.
    mutating func isOver() -> Bool {
        guard let shrinking, let end else { return true }
        let last = min(end, start.advanced(by: shrinking()))
        self.end = last
        return last <= .now
    }

    mutating func askedToCancel() {
        isLastWord = true
        shrinking = nil
        end = .now.advanced(by: grace)
    }
}
