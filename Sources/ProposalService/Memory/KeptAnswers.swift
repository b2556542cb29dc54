package import CanonicalJSON
import Proposals
import Synchronization

/// What a door made of proposals that were shown, kept with all that it was made from: whoever is shown the same gets the same bytes.
/// Whether it is the same is looked up in the store each time; an answer that does not hold any more is made again.
package final class KeptAnswers: Sendable {
    private struct Place: Hashable {
        let ref: String
        let isWhole: Bool
    }

    private struct Kept {
        let source: SeenRecord.Source
        let answer: [UInt8]
    }

    /// What was used of late, and what was used before that: the older half goes at once.
    private struct State {
        var late: [Place: Kept] = [:]
        var early: [Place: Kept] = [:]
        var bytesOfLate = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter bytes: how many bytes of answers are kept at most.
    init(bytes: Int) { capacity = bytes / 2 }

    /// The canonical bytes of the answer to a record that was seen, made only where none of the same is kept.
    package func answer(_ seen: SeenRecord, made: () -> JSONObject) -> [UInt8] {
        let place = Place(ref: seen.proposal.ref, isWhole: seen.isWhole)
        let source = seen.source
        let known = state.withLock { state -> [UInt8]? in
            if let kept = state.late[place] { return kept.source == source ? kept.answer : nil }
            guard let kept = state.early.removeValue(forKey: place), kept.source == source else { return nil }
            keep(kept, at: place, &state)
            return kept.answer
        }
        if let known { return known }
        let answer = made().canonicalBytes
        state.withLock { keep(Kept(source: source, answer: answer), at: place, &$0) }
        return answer
    }

    /// Forgets all: personal values that stand in some were erased.
    func clear() { state.withLock { $0 = State() } }

    /// How many answers are kept.
    var count: Int { state.withLock { $0.late.count + $0.early.count } }

    private func keep(_ kept: Kept, at place: Place, _ state: inout State) {
        guard kept.answer.count <= capacity else { return }
        if state.bytesOfLate + kept.answer.count > capacity {
            state.early = state.late
            state.late = [:]
            state.bytesOfLate = 0
        }
        state.bytesOfLate += kept.answer.count - (state.late[place]?.answer.count ?? 0)
        state.late[place] = kept
    }
}

extension SeenRecord {
    /// All that what is told of a proposal follows from: two records with the same source tell the same.
    struct Source: Hashable {
        let version: Int
        let digest: String
        let mark: String?
        let personal: [String: String]
        /// Of each round with a deadline, whether it is still to come, now, or past.
        let deadlines: [Int]
    }

    var source: Source {
        Source(
            version: proposal.version, digest: proposal.lastDigest, mark: mark, personal: personal,
            deadlines: proposal.rounds.compactMap(\.closes).map { $0 < now ? -1 : $0 == now ? 0 : 1 })
    }
}
