import CanonicalJSON
import LineProtocol
import Listening
import Requests
import Synchronization
import TestTime
import Testing

@testable import HTTPServer

/// Audits that go on while nobody looks.
@Suite(.timeLimit(.minutes(60))) struct AuditRunsTests {
    private let clock = ManualClock()
    private let runs: AuditRuns

    init() { runs = AuditRuns(TimeSource(clock)) }

    /// A run that was begun: it compares half, and the rest once the gate is open.
    private func begun(_ id: String, by account: String = "f/a", forum: String = "f", until gate: Gate) throws
        -> AuditRun
    {
        let answer = OpenAnswer(try .parse(Array("1 AUDIT \(forum)".utf8)), isUnattended: true)
        answer.begin {
            try? await answer.row(["stage": "proposals", "done": 5, "total": 10])
            await gate.pass()
            guard !Task.isCancelled else { return .failure(Failure(.shuttingDown, "given up")) }
            return .success(.members(["forum": .string(forum), "sound": true, "events": 10]))
        }
        let run = AuditRun(id: id, forum: forum, account: account, answer)
        runs.keep(run)
        return run
    }

    private func look(_ id: String, _ account: String = "f/a", forum: String = "f") async -> AuditRun? {
        await runs.look(at: id, of: account, forum: forum)
    }

    @Test func aLookWaitsAGlanceForTheEnd() async throws {
        let gate = Gate()
        let run = try begun("one", until: gate)
        let first = Task { await look("one") }
        try await clock.untilSomebodySleeps(for: AuditRuns.glance)
        clock.advance(by: AuditRuns.glance)
        let seen = await first.value
        #expect(seen === run && run.result == nil)
        try await waitUntil { run.progress?.done == 5 }
        #expect(runs.underWay(of: "f/a", forum: "f") === run && runs.underWay(of: "f/b", forum: "f") == nil)
        // The clock stands still: what ends now is told at once.
        gate.open()
        #expect(await look("one") === run)
        let end = try #require(try run.result?.get())
        #expect(end.isSound && end.events == 10)
        #expect(runs.underWay(of: "f/a", forum: "f") == nil)
        #expect(await look("one")?.result != nil, "it can be looked at again")
    }

    @Test func itIsForTheAccountThatBeganIt() async throws {
        let gate = Gate()
        gate.open()
        _ = try begun("one", until: gate)
        #expect(await look("one") != nil)
        #expect(await look("one", "f/b") == nil)
        #expect(await look("one", forum: "g") == nil)
        #expect(await look("two") == nil)
    }

    @Test func whatNobodyLooksAtIsGivenUp() async throws {
        let gate = Gate()
        let run = try begun("one", until: gate)
        try await clock.untilSomebodySleeps(for: AuditRuns.patience)
        clock.advance(by: AuditRuns.patience - .seconds(10))
        let glance = Task { await look("one") }
        try await clock.untilSomebodySleeps(for: AuditRuns.glance)
        clock.advance(by: .seconds(10))
        #expect(await glance.value === run, "a look begins the time anew")
        try await clock.untilSomebodySleeps(for: AuditRuns.patience - .seconds(10))
        clock.advance(by: AuditRuns.patience)
        try await waitUntil { runs.count == 0 && run.result != nil }
        #expect(throws: Failure.self) { try run.result?.get() }
        #expect(await look("one") == nil)
    }

    @Test func theOneThatWasNotLookedAtForLongestGivesWay() async throws {
        let gate = Gate()
        gate.open()
        for id in ["a", "b", "c", "d"] { _ = try begun(id, forum: id, until: gate) }
        _ = try begun("other", by: "f/b", until: gate)
        #expect(await look("a", forum: "a") != nil)
        _ = try begun("e", forum: "e", until: gate)
        #expect(await look("b", forum: "b") == nil)
        for id in ["a", "c", "d", "e"] { #expect(await look(id, forum: id) != nil) }
        #expect(await look("other", "f/b") != nil)
        #expect(runs.count == 5)
    }
}
