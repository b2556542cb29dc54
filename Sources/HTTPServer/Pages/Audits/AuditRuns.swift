import LineProtocol
import Listening
import Requests
import Synchronization

/// Audits that visitors of pages have begun. Each goes on while nobody looks; a page shows how far it has come, and, once it has ended, all
/// that it found. One that nobody has looked at for a while is given up.
final class AuditRuns: Sendable {
    /// How long a page waits for the end before it shows how far the audit has come.
    static let glance = Duration.seconds(2)
    /// How long a run is known after the last look.
    static let patience = Duration.seconds(300)
    /// Runs of one account, and all of them, at most: the one that was not looked at for longest gives way.
    private static let most = (account: 4, all: 64)

    private struct Known {
        let run: AuditRun
        var looked: UInt64
        var end: Timetable.Entry?
    }

    private struct State {
        var known: [String: Known] = [:]
        var looks: UInt64 = 0
    }

    private let timetable: Timetable
    private let state = Mutex(State())

    init(_ time: TimeSource) { timetable = Timetable(time) }

    /// Keeps a run that was begun, and follows it to its end.
    func keep(_ run: AuditRun) {
        let gone = state.withLock { state in
            var gone: [AuditRun] = []
            func makeRoom(_ most: Int, among isCounted: (AuditRun) -> Bool) {
                let counted = state.known.values.filter { isCounted($0.run) }
                guard counted.count >= most, let oldest = counted.min(by: { $0.looked < $1.looked }) else { return }
                if let run = remove(oldest.run.id, &state) { gone.append(run) }
            }
            makeRoom(Self.most.account) { $0.account == run.account }
            makeRoom(Self.most.all) { _ in true }
            state.known[run.id] = Known(run: run, looked: 0)
            noteLook(at: run.id, &state)
            return gone
        }
        for other in gone { other.leave() }
        run.follow()
    }

    /// A run of an account, waited for as long as a page may take.
    func look(at id: String, of account: String, forum: String) async -> AuditRun? {
        let run = state.withLock { state -> AuditRun? in
            guard let run = state.known[id]?.run, run.account == account, run.forum == forum else { return nil }
            noteLook(at: id, &state)
            return run
        }
        await run?.wait(Self.glance, by: timetable)
        return run
    }

    /// The run of an account that is under way in a forum; nil where there is none.
    func underWay(of account: String, forum: String) -> AuditRun? {
        state.withLock { state in
            state.known.values.first { $0.run.account == account && $0.run.forum == forum && $0.run.result == nil }?.run
        }
    }

    /// How many are known.
    var count: Int { state.withLock { $0.known.count } }

    private func noteLook(at id: String, _ state: inout State) {
        if let end = state.known[id]?.end { timetable.callOff(end) }
        state.looks += 1
        state.known[id]?.looked = state.looks
        state.known[id]?.end = timetable.after(Self.patience) { [weak self] in self?.forget(id) }
    }

    private func remove(_ id: String, _ state: inout State) -> AuditRun? {
        let known = state.known.removeValue(forKey: id)
        if let end = known?.end { timetable.callOff(end) }
        return known?.run
    }

    private func forget(_ id: String) {
        let run = state.withLock { remove(id, &$0) }
        run?.leave()
    }
}
