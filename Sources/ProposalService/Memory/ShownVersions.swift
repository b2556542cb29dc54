import Proposals
import Synchronization

/// Which versions of each proposal its whole forum was shown. What is known of a version never changes, and every watch needs it.
final class ShownVersions: Sendable {
    /// The versions after which a proposal stood open to the whole forum: not a draft before its circulation, and not one whose
    /// circulation was recalled.
    struct Versions: Sendable {
        private var ranges: [ClosedRange<Int>] = []
        /// How far the history was looked at.
        private(set) var upTo = 0

        init(of history: [StoredEvent], _ registry: Registry) {
            var proposal: Proposal?
            var wasShared = false
            for event in history {
                guard let next = try? Proposal.evolve(proposal, event.sealed) else { return }
                proposal = next
                upTo = next.version
                let definition = registry.lifecycles[next.lifecycle.digest]
                let isShared = definition.map(next.isShared) ?? (next.origin == .archive)
                // The event that takes a proposal back is the last that was for everybody.
                if isShared || wasShared { add(next.version) }
                wasShared = isShared
            }
        }

        private mutating func add(_ version: Int) {
            if let last = ranges.last, last.upperBound == version - 1 {
                ranges[ranges.count - 1] = last.lowerBound...version
            } else {
                ranges.append(version...version)
            }
        }

        func contain(_ version: Int) -> Bool { ranges.contains { $0.contains(version) } }
    }

    private let proposals = Mutex<[String: Versions]>([:])
    private static let capacity = 100_000

    func known(_ ref: String) -> Versions? { proposals.withLock { $0[ref] } }

    func keep(_ ref: String, _ versions: Versions) {
        proposals.withLock { proposals in
            if proposals.count >= ShownVersions.capacity { proposals = [:] }
            proposals[ref] = versions
        }
    }

    func forgetAll() { proposals.withLock { $0 = [:] } }
}
