import CivilTime
import Synchronization

/// Refused acts until they are stored, each counted: a write waits for none of it. What is here when a server crashes is lost.
final class RefusalLog: Sendable {
    /// What one account may have waiting; beyond it its acts are counted in general.
    static let mostOfAccount = 200
    /// What may wait in all; beyond it nothing more is remembered until that is stored.
    static let most = 10_000

    fileprivate struct State {
        var waiting: [String: [RefusedAct: RefusalCount]] = [:]
        /// How many of a forum's are an account's.
        var ofAccounts: [String: [String: Int]] = [:]
        var count = 0
    }

    private let store: any RecordStore
    private let state = Mutex(State())

    init(_ store: any RecordStore) { self.store = store }

    /// Takes note of acts that were refused in a forum.
    func note(_ acts: [RefusedAct], in forum: String, at now: Instant) {
        guard !acts.isEmpty else { return }
        state.withLock { state in
            for act in acts { state.note(act, RefusalCount(first: now, last: now, count: 1), in: forum) }
        }
    }

    /// Stores what waits. What the database cannot take now waits on.
    func flush() async {
        for (forum, acts) in state.withLock({ $0.take() }) {
            // In the order in which they came, which is that of the rows.
            var rest = acts.map { CountedRefusal(act: $0.key, count: $0.value) }
                .sorted { $0.count.first < $1.count.first }
            do throws(StoreError) {
                while !rest.isEmpty {
                    let page = Array(rest.prefix(CountedRefusal.mostAtOnce))
                    try await store.keep(page, forum: forum)
                    rest.removeFirst(page.count)
                }
            } catch {
                guard case .unavailable = error else { continue }
                state.withLock { state in
                    for refusal in rest { state.note(refusal.act, refusal.count, in: forum) }
                }
            }
        }
    }
}

extension RefusalLog.State {
    fileprivate mutating func note(_ act: RefusedAct, _ count: RefusalCount, in forum: String) {
        if waiting[forum]?[act]?.add(count) != nil { return }
        let held = ofAccounts[forum]?[act.account] ?? 0
        let kept = held < RefusalLog.mostOfAccount ? act : act.inGeneral
        if waiting[forum]?[kept]?.add(count) != nil { return }
        guard self.count < RefusalLog.most else { return }
        waiting[forum, default: [:]][kept] = count
        ofAccounts[forum, default: [:]][act.account] = held + 1
        self.count += 1
    }

    fileprivate mutating func take() -> [String: [RefusedAct: RefusalCount]] {
        defer { self = RefusalLog.State() }
        return waiting
    }
}
