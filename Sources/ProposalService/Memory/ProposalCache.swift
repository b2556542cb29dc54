import Proposals
import Synchronization

/// Proposals as last folded, the least recently used dropped first. Checked by version and digest at every use.
final class ProposalCache: Sendable {
    private struct Entry {
        var proposal: Proposal
        var use: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(capacity, 2) }

    func known(_ ref: String) -> Proposal? {
        state.withLock { state in
            guard var entry = state.entries[ref] else { return nil }
            state.clock += 1
            entry.use = state.clock
            state.entries[ref] = entry
            return entry.proposal
        }
    }

    /// Keeps a proposal unless a newer one is kept already.
    func keep(_ proposal: Proposal) {
        state.withLock { state in
            if let present = state.entries[proposal.ref], present.proposal.version > proposal.version { return }
            state.clock += 1
            state.entries[proposal.ref] = Entry(proposal: proposal, use: state.clock)
            guard state.entries.count > capacity else { return }
            // Half of the entries go at once, so that dropping costs little per use.
            let uses = state.entries.values.map(\.use).sorted()
            let oldest = uses[uses.count / 2]
            state.entries = state.entries.filter { $0.value.use > oldest }
        }
    }

    func forget(_ ref: String) { state.withLock { $0.entries[ref] = nil } }

    /// How many are kept.
    var count: Int { state.withLock { $0.entries.count } }

    func forgetAll() { state.withLock { $0.entries = [:] } }
}
