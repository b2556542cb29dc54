import NIOCore
import Synchronization

/// Acts when nothing was heard for a while. Each thing heard starts the wait anew, so that a long answer may take as long as it takes.
final class SilenceLimit: Sendable {
    private struct State {
        var heard: NIODeadline
        var timer: Scheduled<Void>?
        var hasEnded = false
    }

    private let eventLoop: any EventLoop
    private let limit: TimeAmount
    private let act: @Sendable () -> Void
    private let state: Mutex<State>

    init(_ limit: TimeAmount, on eventLoop: any EventLoop, then act: @escaping @Sendable () -> Void) {
        self.eventLoop = eventLoop
        self.limit = limit
        self.act = act
        state = Mutex(State(heard: eventLoop.now))
        wait(limit)
    }

    func heard() {
        let now = eventLoop.now
        state.withLock { $0.heard = now }
    }

    func end() {
        let timer = state.withLock { state in
            state.hasEnded = true
            return state.timer
        }
        timer?.cancel()
    }

    private func wait(_ time: TimeAmount) {
        let timer = eventLoop.scheduleTask(in: time) { self.check() }
        let isOver = state.withLock { state in
            state.timer = timer
            return state.hasEnded
        }
        if isOver { timer.cancel() }
    }

    private func check() {
        let rest = state.withLock { $0.heard + limit } - eventLoop.now
        if rest > .zero { wait(rest) } else { act() }
    }
}
