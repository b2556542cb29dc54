import CanonicalJSON
import LineProtocol
import Listening
import Requests
import Synchronization

/// One audit that somebody has begun by a page.
final class AuditRun: Sendable {
    /// What no other account can guess.
    let id: String
    let forum: String
    let account: String
    private let answer: OpenAnswer

    private struct State {
        var progress: Verbs.Audit.Row?
        var result: Result<Verbs.Audit.End, Failure>?
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiting: UInt64 = 0
    }

    private let state = Mutex(State())

    init(id: String, forum: String, account: String, _ answer: OpenAnswer) {
        self.id = id
        self.forum = forum
        self.account = account
        self.answer = answer
    }

    /// How far it has come; nil before the first page was compared.
    var progress: Verbs.Audit.Row? { state.withLock { $0.progress } }

    /// What it found; nil while it is under way.
    var result: Result<Verbs.Audit.End, Failure>? { state.withLock { $0.result } }

    /// Takes what comes of it, to its end.
    func follow() {
        Task {
            while let piece = await answer.next() {
                guard case .row(let row) = piece else { continue }
                state.withLock { $0.progress = Verbs.Audit.Row(row) }
            }
            let result: Result<Verbs.Audit.End, Failure> =
                switch answer.outcome {
                case .success(let object): .success(Verbs.Audit.End(object?.members ?? [:]))
                case .failure(let failure): .failure(failure)
                }
            let waiting = state.withLock { state in
                state.result = result
                defer { state.waiting = [:] }
                return state.waiting.values
            }
            for one in waiting { one.resume() }
        }
    }

    /// Waits for its end, for a period at most.
    func wait(_ period: Duration, by timetable: Timetable) async {
        await withCheckedContinuation { continuation in
            let number = state.withLock { state -> UInt64? in
                guard state.result == nil else { return nil }
                state.lastWaiting += 1
                state.waiting[state.lastWaiting] = continuation
                return state.lastWaiting
            }
            guard let number else { return continuation.resume() }
            timetable.after(period) { [weak self] in
                let one = self?.state.withLock { $0.waiting.removeValue(forKey: number) }
                one?.resume()
            }
        }
    }

    /// Nobody will look at it any more.
    func leave() { answer.leave() }
}
