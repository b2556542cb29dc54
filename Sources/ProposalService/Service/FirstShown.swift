import Synchronization

/// From which version on each proposal was shown to its whole forum. What is known never changes, and every watch needs it.
final class FirstShown: Sendable {
    enum Knowledge {
        case shownFrom(Int)
        /// A draft, as far as it was looked at.
        case hiddenUpTo(Int)
    }

    private let proposals = Mutex<[String: Knowledge]>([:])
    private static let capacity = 100_000

    func known(_ ref: String) -> Knowledge? { proposals.withLock { $0[ref] } }

    func keep(_ ref: String, _ knowledge: Knowledge) {
        proposals.withLock { proposals in
            if proposals.count >= FirstShown.capacity { proposals = [:] }
            proposals[ref] = knowledge
        }
    }

    func forget(_ ref: String) { proposals.withLock { $0[ref] = nil } }
}
