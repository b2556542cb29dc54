import CivilTime
import Synchronization

/// Refused acts until they are stored, each counted: a write waits for none of it. What is here when a server crashes is lost.
final class RefusalLog: Sendable {
    /// What one account may have waiting; beyond it its acts are counted in general.
    static let mostOfAccount = 200
    /// What may wait in all; beyond it nothing more is remembered until that is stored.
    static let most = 10_000

    /// How often an act was refused, and where it stands among the others.
    fileprivate struct Waiting {
        var count: RefusalCount
        var place: Int

        mutating func add(_ other: Waiting) {
            count.add(other.count)
            place = min(place, other.place)
        }
    }

    fileprivate struct State {
        var waiting: [String: [RefusedAct: Waiting]] = [:]
        /// How many of a forum's are an account's.
        var ofAccounts: [String: [String: Int]] = [:]
        var count = 0
        /// How many were noted, ever.
        var noted = 0
    }

    private let store: any RefusalStore
    private let state = Mutex(State())

    init(_ store: any RefusalStore) { self.store = store }

    /// Takes note of acts that were refused in a forum.
    func note(_ acts: [RefusedAct], in forum: String, at now: Instant) {
        guard !acts.isEmpty else { return }
        state.withLock { state in
            for act in acts {
                state.noted += 1
                let count = RefusalCount(first: now, last: now, count: 1)
                state.note(act, Waiting(count: count, place: state.noted), in: forum)
            }
        }
    }

    /// Stores what waits. What the database cannot take now waits on.
    func flush() async {
        for (forum, acts) in state.withLock({ $0.take() }) {
            // In the order in which they came, which is that of the rows.
            var rest = acts.sorted { $0.value.place < $1.value.place }[...]
            while !rest.isEmpty {
                let page = rest.prefix(CountedRefusal.mostAtOnce)
                do throws(StoreError) {
                    try await store.keep(
                        page.map { CountedRefusal(act: $0.key, count: $0.value.count) }, forum: forum)
                } catch {
                    if case .unavailable = error {
                        state.withLock { state in
                            for (act, waiting) in rest { state.note(act, waiting, in: forum) }
                        }
                        break
                    }
                    // What cannot be stored holds up nothing else, and what may be stored is not counted again.
                }
                rest = rest.dropFirst(page.count)
            }
        }
    }
}

extension RefusalLog.State {
    fileprivate mutating func note(_ act: RefusedAct, _ refusal: RefusalLog.Waiting, in forum: String) {
        if waiting[forum]?[act]?.add(refusal) != nil { return }
        let held = ofAccounts[forum]?[act.account] ?? 0
        let kept = held < RefusalLog.mostOfAccount ? act : act.inGeneral
        if waiting[forum]?[kept]?.add(refusal) != nil { return }
        guard count < RefusalLog.most else { return }
        waiting[forum, default: [:]][kept] = refusal
        ofAccounts[forum, default: [:]][act.account] = held + 1
        count += 1
    }

    fileprivate mutating func take() -> [String: [RefusedAct: RefusalLog.Waiting]] {
        defer { self = RefusalLog.State(noted: noted) }
        return waiting
    }
}
