package import CanonicalJSON
import Lifecycle
import Proposals
import Synchronization

/// One event as a watcher gets it, with the cursor from which to go on.
package struct WatchedEvent: Sendable, Hashable {
    package var cursor: String
    package var object: JSONObject
}

/// Where a watch stands: `forum:position:prefix of the leaf hash`. The hash notices a database that went back in time.
struct WatchCursor: Sendable, Hashable, CustomStringConvertible {
    var forum: String
    var position: Int64
    var prefix: String

    var description: String { "\(forum):\(position):\(prefix)" }

    init(forum: String, position: Int64, prefix: String) {
        self.forum = forum
        self.position = position
        self.prefix = prefix
    }

    init(forum: String, _ event: StoredEvent) {
        self.init(
            forum: forum, position: event.position, prefix: String(StoredEvent.hex(event.leafHash).prefix(16)))
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let position = Int64(parts[1]), position >= 0, parts[2].utf8.count == 16 else {
            return nil
        }
        self.init(forum: String(parts[0]), position: position, prefix: String(parts[2]))
    }
}

extension ProposalService {
    /// WATCH: every event of a forum from a cursor on (from the beginning without one), in the order of the record, until the
    /// sequence is left. Reads by position, so no event is missed; wake-ups only make it prompt.
    package func watch(
        _ forum: String, after text: String?, _ caller: Caller
    ) async throws(ServiceFailure) -> AsyncThrowingStream<WatchedEvent, any Error> {
        let (context, _) = try await readerContext(caller, forum)
        guard context.registry.settings != nil, !context.offices.isEmpty || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you may see")
        }
        let start = try await start(forum, text)
        let wakeups = wakeups.subscribe(forum)
        let gate = WatchGate()
        let task = Task { [self] in
            await run(forum, from: start, caller, wakeups, gate)
        }
        gate.onLeave { task.cancel() }
        return AsyncThrowingStream(unfolding: { try await gate.next() })
    }

    /// The position after which a watch begins: -1 for the beginning.
    private func start(_ forum: String, _ text: String?) async throws(ServiceFailure) -> Int64 {
        guard let text else { return -1 }
        guard let cursor = WatchCursor(text), cursor.forum == forum else {
            throw ServiceFailure(.badCursor, "\"\(text.prefix(80))\" is no cursor of \(forum)")
        }
        let events = try await storing { () throws(StoreError) in
            try await self.store.record(forum: forum, after: cursor.position - 1, limit: 1)
        }
        guard let event = events.first, event.position == cursor.position else {
            throw ServiceFailure(
                .cursorGone, "the record of \(forum) has no position \(cursor.position): it ends before this cursor")
        }
        guard WatchCursor(forum: forum, event) == cursor else {
            throw ServiceFailure(
                .recordDiverged,
                "position \(cursor.position) of the record of \(forum) is not what this cursor saw there")
        }
        return cursor.position
    }

    private func run(
        _ forum: String, from start: Int64, _ caller: Caller, _ wakeups: AsyncStream<Void>, _ gate: WatchGate
    ) async {
        var position = start
        var shared: [String: [ClosedRange<Int>]] = [:]
        do {
            var wakeup = wakeups.makeAsyncIterator()
            while !Task.isCancelled {
                let events = try await storing { [position] () throws(StoreError) in
                    try await self.store.record(forum: forum, after: position, limit: 256)
                }
                let (context, _) = try await readerContext(caller, forum)
                guard !context.offices.isEmpty || context.viewer.readsEverything else {
                    throw ServiceFailure(
                        .forbidden, "your appointments in \(forum) have ended, and the watch with them")
                }
                for event in events {
                    position = event.position
                    guard try await maySee(event, context, &shared) else { continue }
                    let personal = try await personal([.object(event.sealed.event.data)])
                    let cursor = WatchCursor(forum: forum, event).description
                    var object = event.json(personal)
                    object["forum"] = .string(forum)
                    object["ref"] = .string(event.sealed.event.stream)
                    guard
                        await gate.put(
                            WatchedEvent(cursor: cursor, object: ["cursor": .string(cursor), "event": .object(object)]))
                    else { return }
                }
                if events.count < 256, await wakeup.next() == nil { break }
            }
            gate.finish(nil)
        } catch {
            gate.finish(error)
        }
    }

    /// A proposal is shown from its circulation on; accounts and tokens only to those who manage or audit them.
    private func maySee(
        _ event: StoredEvent, _ context: ReadContext, _ shared: inout [String: [ClosedRange<Int>]]
    ) async throws(ServiceFailure) -> Bool {
        if context.viewer.readsEverything { return true }
        let sealed = event.sealed.event
        guard sealed.stream != Event.registryStream else {
            switch sealed.kind {
            case .accountOpened, .appointmentMade, .appointmentEnded, .tokenIssued, .tokenRevoked: return false
            default: return true
            }
        }
        if sealed.kind == .archived { return true }
        if let visible = shared[sealed.stream], let last = visible.last, sealed.version <= last.upperBound {
            return visible.contains { $0.contains(sealed.version) }
        }
        let cursor = StreamCursor(forum: sealed.forum, stream: sealed.stream, after: 0)
        let loaded = try await storing { () throws(StoreError) in try await self.store.load([cursor]) }
        let visible = sharedVersions(loaded.events.first ?? [], context.registry)
        shared[sealed.stream] = visible
        return visible.contains { $0.contains(sealed.version) }
    }

    /// The versions after which a proposal stood open to the whole forum: not a draft before its circulation, and not one whose
    /// circulation was recalled.
    private func sharedVersions(_ history: [StoredEvent], _ registry: Registry) -> [ClosedRange<Int>] {
        var proposal: Proposal?
        var ranges: [ClosedRange<Int>] = []
        var wasShared = false
        for event in history {
            guard let next = try? Proposal.evolve(proposal, event.sealed) else { return ranges }
            proposal = next
            let definition = registry.lifecycles[next.lifecycle.digest]
            let isShared = next.origin == .archive || definition.map(next.wasShared) ?? false
            // The event that takes a proposal back is the last that was for everybody.
            if isShared || wasShared {
                if let last = ranges.last, last.upperBound == next.version - 1 {
                    ranges[ranges.count - 1] = last.lowerBound...next.version
                } else {
                    ranges.append(next.version...next.version)
                }
            }
            wasShared = isShared
        }
        return ranges
    }
}

/// Hands events from the task that reads the record to the caller that sends them, a few at a time.
private final class WatchGate: Sendable {
    private struct State {
        var buffer: [WatchedEvent] = []
        var isFinished = false
        var failure: (any Error)?
        var reader: CheckedContinuation<WatchedEvent?, any Error>?
        var writer: CheckedContinuation<Bool, Never>?
        var leave: (@Sendable () -> Void)?
        var isLeft = false
    }

    private let state = Mutex(State())
    private static let capacity = 64

    func onLeave(_ leave: @escaping @Sendable () -> Void) { state.withLock { $0.leave = leave } }

    /// Puts an event; waits while the reader is behind. False once the reader left.
    func put(_ event: WatchedEvent) async -> Bool {
        await withCheckedContinuation { continuation in
            let resume = state.withLock { state -> (() -> Void)? in
                if state.isLeft { return { continuation.resume(returning: false) } }
                if let reader = state.reader {
                    state.reader = nil
                    return {
                        reader.resume(returning: event)
                        continuation.resume(returning: true)
                    }
                }
                state.buffer.append(event)
                if state.buffer.count < WatchGate.capacity { return { continuation.resume(returning: true) } }
                state.writer = continuation
                return nil
            }
            resume?()
        }
    }

    func finish(_ failure: (any Error)?) {
        let reader = state.withLock { state in
            state.isFinished = true
            state.failure = failure
            defer { state.reader = nil }
            return state.reader
        }
        guard let reader else { return }
        if let failure { reader.resume(throwing: failure) } else { reader.resume(returning: nil) }
    }

    func next() async throws -> WatchedEvent? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let resume = state.withLock { state -> (() -> Void)? in
                    if state.isLeft { return { continuation.resume(returning: nil) } }
                    if !state.buffer.isEmpty {
                        let event = state.buffer.removeFirst()
                        let writer = state.writer
                        state.writer = nil
                        return {
                            writer?.resume(returning: true)
                            continuation.resume(returning: event)
                        }
                    }
                    if state.isFinished {
                        let failure = state.failure
                        return {
                            if let failure {
                                continuation.resume(throwing: failure)
                            } else {
                                continuation.resume(returning: nil)
                            }
                        }
                    }
                    state.reader = continuation
                    return nil
                }
                resume?()
            }
        } onCancel: {
            leave()
        }
    }

    private func leave() {
        let (reader, writer, leave) = state.withLock { state in
            state.isLeft = true
            defer {
                state.reader = nil
                state.writer = nil
                state.leave = nil
            }
            return (state.reader, state.writer, state.leave)
        }
        reader?.resume(returning: nil)
        writer?.resume(returning: false)
        leave?()
    }

    deinit { state.withLock { $0.leave }?() }
}
