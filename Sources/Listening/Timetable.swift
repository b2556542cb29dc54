import HeapModule
import Synchronization

/// What many want done later. However many there are, one task waits for the first of them: a task for each, asleep, takes 5 KiB, and most of
/// that until its time has come even where it was cancelled long before.
package final class Timetable: Sendable {
    /// What was asked for, to name it when it is called off.
    package struct Entry: Hashable, Comparable, Sendable {
        /// When, by the clock of the table.
        package let time: Duration
        fileprivate let number: UInt64

        package static func < (left: Entry, right: Entry) -> Bool {
            (left.time, left.number) < (right.time, right.number)
        }
    }

    private struct State {
        /// What is called off stays here until its time.
        var order: Heap<Entry> = []
        var bodies: [Entry: @Sendable () -> Void] = [:]
        var lastNumber: UInt64 = 0
        /// The first entry that was known when the wait for it began.
        var awaited: (entry: Entry, wait: Task<Void, Never>)?
    }

    private let time: TimeSource
    private let state = Mutex(State())

    package init(_ time: TimeSource) { self.time = time }

    deinit { state.withLock { $0.awaited }?.wait.cancel() }

    /// Has something done once a period has passed. It must be short: what else is due waits for it.
    @discardableResult
    package func after(_ period: Duration, _ body: @escaping @Sendable () -> Void) -> Entry {
        let moment = time.now() + period
        return state.withLock { state in
            state.lastNumber += 1
            let entry = Entry(time: moment, number: state.lastNumber)
            state.order.insert(entry)
            state.bodies[entry] = body
            waitForFirst(&state)
            return entry
        }
    }

    /// Has something not done, unless that has begun.
    package func callOff(_ entry: Entry) { state.withLock { _ = $0.bodies.removeValue(forKey: entry) } }

    /// How many things are to be done.
    package var count: Int { state.withLock { $0.bodies.count } }

    /// Waits for the first entry, unless that is done already.
    private func waitForFirst(_ state: inout State) {
        guard let first = state.order.min else { return }
        if let awaited = state.awaited {
            guard first < awaited.entry else { return }
            awaited.wait.cancel()
        }
        let wait = Task { [weak self, time] in
            do { try await time.sleep(first.time) } catch { return }
            self?.ring(for: first)
        }
        state.awaited = (first, wait)
    }

    /// Does what is due.
    private func ring(for first: Entry) {
        let now = time.now()
        let due = state.withLock { state in
            if state.awaited?.entry == first { state.awaited = nil }
            var due: [@Sendable () -> Void] = []
            while let next = state.order.min, next.time <= now {
                state.order.removeMin()
                if let body = state.bodies.removeValue(forKey: next) { due.append(body) }
            }
            waitForFirst(&state)
            return due
        }
        for body in due { body() }
    }
}
