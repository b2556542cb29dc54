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
        /// Whether it stood open after the last of these.
        private var wasShared = false

        init() {}

        /// What a history tells, as far as it can be folded.
        init(of history: [StoredEvent], _ registry: Registry) {
            var proposal: Proposal?
            self.init(of: history, registry, &proposal)
        }

        /// The same, and the proposal that it was folded to.
        fileprivate init(of history: [StoredEvent], _ registry: Registry, _ proposal: inout Proposal?) {
            for event in history {
                guard let next = try? Proposal.evolve(proposal, event.sealed) else { return }
                proposal = next
                add(next, registry)
            }
        }

        /// Takes over what the next event made of the proposal.
        fileprivate mutating func add(_ next: Proposal, _ registry: Registry) {
            let definition = registry.lifecycles[next.lifecycle.digest]
            let isShared = definition.map(next.isShared) ?? (next.origin == .archive)
            upTo = next.version
            // The event that takes a proposal back is the last that was for everybody.
            if isShared || wasShared { add(next.version) }
            wasShared = isShared
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
    /// Proposals as they stood after the last version that was looked at, of those that events came of lately.
    private let folded = ProposalCache(capacity: 500)
    /// What writing and reading remember: mostly as they stand after the newest event.
    private let remembered: ProposalCache
    private static let capacity = 100_000

    init(_ remembered: ProposalCache) { self.remembered = remembered }

    func known(_ ref: String) -> Versions? { proposals.withLock { $0[ref] } }

    /// Whom an event is shown to, as far as that is known, or follows from what is known of the versions before it.
    func audience(of event: StoredEvent, _ registry: Registry) -> EventAudience? {
        let (sealed, stream) = (event.sealed.event, event.sealed.event.stream)
        guard stream != Event.registryStream else { return EventAudience(ofRegistryEvent: sealed.kind) }
        if sealed.kind == .archived { return .forum }
        guard let known = grown(by: event, stream, registry), sealed.version <= known.upTo else { return nil }
        return known.contain(sealed.version) ? .forum : .keepers
    }

    /// What is known of a proposal's versions; where the event is the next one, with what that made of it.
    private func grown(by event: StoredEvent, _ ref: String, _ registry: Registry) -> Versions? {
        let version = event.sealed.event.version
        guard let known = known(ref) ?? (version == 1 ? Versions() : nil) else { return nil }
        guard known.upTo == version - 1, let next = proposal(after: event, ref) else { return known }
        var grown = known
        grown.add(next, registry)
        folded.keep(next)
        keep(ref, grown)
        return grown
    }

    /// A proposal as it stands after an event, where that takes no reading.
    private func proposal(after event: StoredEvent, _ ref: String) -> Proposal? {
        let version = event.sealed.event.version
        if let newest = remembered.known(ref), newest.version == version, newest.lastDigest == event.sealed.digest {
            return newest
        }
        if version == 1 { return try? Proposal.evolve(nil, event.sealed) }
        guard let before = folded.known(ref), before.version == version - 1 else { return nil }
        return try? Proposal.evolve(before, event.sealed)
    }

    /// Keeps what a whole history tells, as far as it can be folded.
    func keep(_ ref: String, _ history: [StoredEvent], _ registry: Registry) {
        var proposal: Proposal?
        let versions = Versions(of: history, registry, &proposal)
        if let proposal { folded.keep(proposal) }
        keep(ref, versions)
    }

    func keep(_ ref: String, _ versions: Versions) {
        proposals.withLock { proposals in
            if proposals.count >= ShownVersions.capacity { proposals = [:] }
            proposals[ref] = versions
        }
    }

    func forgetAll() {
        proposals.withLock { $0 = [:] }
        folded.forgetAll()
    }
}
