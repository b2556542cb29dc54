import BenchmarkTexts
import LineClient
import Synchronization

/// A run: how many requests wait for an answer on each connection, how fast they come, and how long.
package struct LoadRun: Sendable {
    package var depth: Int
    package var pace: Pace
    /// What is due before is not measured.
    package var warmup: Duration
    /// How long is measured.
    package var length: Duration
    /// At most so many requests; nil for as many as the time allows.
    package var count: Int?
    package var seed: UInt64

    package init(depth: Int, pace: Pace, warmup: Duration, length: Duration, count: Int? = nil, seed: UInt64) {
        self.depth = depth
        self.pace = pace
        self.warmup = warmup
        self.length = length
        self.count = count
        self.seed = seed
    }

    /// When an open loop is given up that could not send what was due.
    private var patience: Duration { warmup + length + max(length, .seconds(10)) }

    /// Sends the requests of a source on all connections; each has ``depth`` senders, which wait for their answers.
    ///
    /// - Throws: what ended a connection. A refusal is an answer and is counted.
    package func run(on fleet: Fleet, _ source: RequestSource) async throws -> Tally {
        let start = ContinuousClock.now
        let lanes = fleet.clients.map { Lane($0) }
        let numbers = Numbers()
        try await withThrowingDiscardingTaskGroup { group in
            for (place, lane) in lanes.enumerated() {
                for slot in 0..<depth {
                    group.addTask { try await send(place * depth + slot, on: lane, source, numbers, since: start) }
                }
            }
        }
        var tally = Tally()
        for lane in lanes { tally.add(lane.tally.withLock { $0 }) }
        missed(numbers.taken, until: ContinuousClock.now - start, &tally)
        return tally
    }

    /// One sender: a request at a time.
    private func send(
        _ sender: Int, on lane: Lane, _ source: RequestSource, _ numbers: Numbers, since start: ContinuousClock.Instant
    ) async throws {
        var random = chance(of: sender)
        // A request that outlasts the warm-up and the time after it is followed by one that is measured.
        var isMeasured = false
        while true {
            let now = ContinuousClock.now - start
            if case .open = pace, now >= patience { return }
            // Whoever moved something out brings it back, so that the next run finds it as this one did.
            let isOwing = source.owes(sender)
            if case .closed = pace, count == nil, now >= warmup + length, !isOwing, isMeasured { return }
            let number = numbers.take()
            if let count, number >= count, !isOwing { return }
            let due = pace.due(number) ?? now
            if case .open = pace, count == nil, due >= warmup + length, !isOwing { return }
            isMeasured = count != nil || due >= warmup
            if due > now { try await Task.sleep(until: start + due, tolerance: .zero) }
            guard let request = source.request(of: sender, &random) else { return }
            let answer = try await lane.client.request(request)
            let end = ContinuousClock.now - start
            lane.tally.withLock { [isMeasured] in
                $0.note(answer, took: end - due, isMeasured: isMeasured, at: end)
            }
        }
    }

    /// What chance says to one sender: something else to each, in each run of another seed.
    func chance(of sender: Int) -> SplitMix64 { SplitMix64(seed: seed &* 1_000_003 &+ UInt64(sender)) }

    /// What was due and never sent, because what came before took too long, took at least until now.
    package func missed(_ taken: Int, until now: Duration, _ tally: inout Tally) {
        guard let due = pace.count(before: warmup + length) else { return }
        for number in min(taken, due)..<min(due, count ?? due) {
            guard let moment = pace.due(number), moment >= warmup else { continue }
            tally.miss(after: now - moment)
        }
    }
}

/// One connection and what its senders counted.
private final class Lane: Sendable {
    let client: LineClient
    let tally = Mutex(Tally())

    init(_ client: LineClient) { self.client = client }
}

/// The running numbers of requests, shared by all senders: which is due next.
private final class Numbers: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
    var taken: Int { next.load(ordering: .relaxed) }
}
