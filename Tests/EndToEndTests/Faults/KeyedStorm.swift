import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import Testing

/// Keyed writes of every kind, from many connections at once: until the server is gone, or until it is told to stop.
final class KeyedStorm: Sendable {
    /// One request, and what came back.
    struct Attempt: Sendable {
        let account: String
        /// As it stands in a line, with its key, without a tag.
        let line: String
        /// Nil where none came.
        var answer: JSONObject?
    }

    /// What is to happen where a connection or the database is lost.
    enum Patience: Sendable {
        /// Nothing more: the server was killed.
        case none
        /// The request is sent again, with its key, as often as it takes.
        case endless
    }

    let forum: String
    /// Proposals in circulation.
    let refs: [String]
    /// No other storm of the forum has it.
    let name: String
    let patience: Patience
    /// The account and what each lane does, by the lane's name.
    private let lanes: [String: StormLane.Life]
    private let server: FaultScene.Server
    /// The requests of each lane, in their order.
    private let attempts = Mutex<[String: [Attempt]]>([:])
    private let isOver = Atomic(false)
    private let isGivenUp = Atomic(false)
    private let done = Atomic(0)
    private let marks: AsyncStream<Int>
    private let mark: AsyncStream<Int>.Continuation
    /// After so many requests a lane ends by itself.
    private let limit: Int

    init(
        _ name: String, of forum: String, _ refs: [String], at server: FaultScene.Server,
        lanes: [String: StormLane.Life] = StormLane.all, patience: Patience = .none, limit: Int = .max
    ) {
        (self.name, self.forum, self.refs, self.patience, self.limit) = (name, forum, refs, patience, limit)
        (self.server, self.lanes) = (server, lanes)
        (marks, mark) = AsyncStream.makeStream(of: Int.self)
    }

    /// Storms while the body breaks what it likes: it begins once there were answers, and the storm ends once there are answers again after
    /// it, or where it throws.
    func rage(_ body: () async throws -> Void) async throws {
        async let storming: Void = run()
        do {
            defer { stop() }
            try await reached(more: 20)
            try await body()
            try await reached(more: 20)
        }
        await storming
    }

    /// Storms to its end.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for (name, life) in lanes {
                group.addTask {
                    var lane = StormLane(self, name)
                    await life(&lane)
                    await lane.leave()
                }
            }
            // The reader reads as long as somebody writes.
            let reader = Task { await readCheckpoints() }
            await group.waitForAll()
            reader.cancel()
            await reader.value
        }
        mark.finish()
    }

    /// Has the record signed again and again.
    private func readCheckpoints() async {
        repeat {
            guard let auditor = await connected("\(forum)/auditor") else { return }
            while !Task.isCancelled, (try? await auditor.client.request(.checkpoint, forum)) != nil {}
            await auditor.leave()
        } while triesAgain
    }

    func stop() { isOver.store(true, ordering: .releasing) }

    /// Waits until so many more requests were answered with OK; throws where the storm ends before.
    func reached(more count: Int) async throws {
        let wanted = done.load(ordering: .relaxed) + count
        guard await marks.first(where: { $0 >= wanted }) != nil else {
            throw Unexpected("the storm ended after \(done.load(ordering: .relaxed)) answers, \(wanted) were wanted")
        }
    }

    /// Goes on until this holds, for 1,000 more answers at most.
    func reached(_ holds: () -> Bool) async throws {
        for _ in 0..<1000 where !holds() { try await reached(more: 1) }
    }

    /// Whether a lane that has sent so many requests goes on.
    func goesOn(after count: Int) -> Bool { count < limit && !isOver.load(ordering: .acquiring) }

    func note(_ attempt: Attempt, in lane: String) {
        attempts.withLock { $0[lane, default: []].append(attempt) }
        if attempt.answer != nil { mark.yield(done.add(1, ordering: .relaxed).newValue) }
    }
}

extension KeyedStorm {
    /// So many connections in a row that do not come about at all are too many, where the server is there.
    private static let mostUnreached = 1000

    /// Whether what was lost is tried again.
    var triesAgain: Bool { patience == .endless && !Task.isCancelled && !isGivenUp.load(ordering: .acquiring) }

    /// A connection of an account; nil where the storm has no more patience, or none can come about.
    func connected(_ account: String) async -> User? {
        var unreached = 0
        repeat {
            do {
                return try await server.connect(account)
            } catch {
                guard patience == .endless else { return nil }
                // A relay may cut each of them, and the database may be away; but the server listens.
                unreached = (error as? ClientError)?.isUnreachable == true ? unreached + 1 : 0
                if server.hasEnded() {
                    giveUp("the server has ended")
                } else if let failure = error as? Failure, failure.retry == .never {
                    giveUp("\(account) is not let in: \(failure)")
                } else if unreached == Self.mostUnreached {
                    giveUp("\(unreached) connections in a row did not come about: \(error)")
                }
                await Task.yield()
            }
        } while triesAgain
        return nil
    }

    /// Ends the storm, for it would last for ever.
    private func giveUp(_ why: String) {
        guard !isGivenUp.exchange(true, ordering: .acquiringAndReleasing) else { return }
        stop()
        Issue.record("the storm was given up: \(why)")
    }
}

extension KeyedStorm {
    /// What was found when everything was sent again.
    struct Settled: Sendable {
        var acknowledged = 0
        var unanswered = 0
        /// Among the unanswered, those that had been done.
        var done = 0
        /// Events that all of them together added to the forum's record.
        var events = 0
    }

    /// Sends every request again, with its key: what was answered is there, with the same answer; what was not is done by now, once.
    func settle(_ connect: @escaping @Sendable (String) async throws -> User) async throws -> Settled {
        let lanes = attempts.withLock { $0 }
        return try await withThrowingTaskGroup(of: Settled.self) { group in
            for attempts in lanes.values {
                group.addTask {
                    var settled = Settled()
                    guard let first = attempts.first else { return settled }
                    let user = try await connect(first.account)
                    for attempt in attempts { try await self.repeated(attempt, user, &settled) }
                    await user.leave()
                    return settled
                }
            }
            return try await group.reduce(into: Settled()) { sum, one in
                sum.acknowledged += one.acknowledged
                sum.unanswered += one.unanswered
                sum.done += one.done
                sum.events += one.events
            }
        }
    }

    private func repeated(_ attempt: Attempt, _ user: User, _ settled: inout Settled) async throws {
        let result = try await user.client.request(Request.parse(Array(attempt.line.utf8))).result
        if attempt.answer == nil { settled.unanswered += 1 } else { settled.acknowledged += 1 }
        switch result {
        case .success(var object):
            let isRepeated = object.takeRepeated()
            if let answer = attempt.answer {
                #expect(isRepeated, "\(attempt.line.prefix(80)) was acknowledged and is lost")
                #expect(object == answer, "\(attempt.line.prefix(80)) was answered twice, and not alike")
            } else if isRepeated {
                settled.done += 1
            }
            if attempt.account != "server/admin" { settled.events += object["events"]?.array?.count ?? 0 }
        case .failure(let failure) where failure.code == .keySpent:
            // A token is told once.
            settled.events += 1
            if attempt.answer == nil { settled.done += 1 }
        case .failure(let failure):
            Issue.record("\(attempt.line.prefix(80)) is refused when it is sent again: \(failure)")
        }
    }
}

extension JSONObject {
    /// Whether it answers a request that was done before; without that word the first answer and this one are equal.
    mutating func takeRepeated() -> Bool {
        defer { self["repeated"] = nil }
        return self["repeated"] == true
    }
}
