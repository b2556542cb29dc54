import CivilTime
import Proposals
import Testing

@testable import ProposalService

/// What becomes of refused acts that a database takes, cannot take now, or refuses.
@Suite struct RefusalLogTests {
    /// Keeps refusals, or fails as it is told to, call by call.
    private actor Shelf: RefusalStore {
        private var failures: [StoreError?]
        /// What each call brought, also one that failed.
        private(set) var calls: [[CountedRefusal]] = []

        init(_ failures: [StoreError?] = []) { self.failures = failures }

        func keep(_ refusals: [CountedRefusal], forum: String) async throws(StoreError) {
            calls.append(refusals)
            if !failures.isEmpty, let failure = failures.removeFirst() { throw failure }
        }

        nonisolated func refusals(_ query: RefusalQuery) async throws(StoreError) -> [StoredRefusal] { [] }

        var verbs: [String] { calls.flatMap { $0.map(\.act.verb) } }
    }

    private static let now = Instant(microseconds: 1_770_000_000_000_000)

    /// Acts of several accounts, as many of each as are remembered one by one, all in one moment.
    private static func acts(_ count: Int) -> [RefusedAct] {
        (0..<count).map { number in
            RefusedAct(account: "mini/\(number / RefusalLog.mostOfAccount)", verb: "V\(number)", code: .forbidden)
        }
    }

    @Test func theyAreKeptInTheOrderInWhichTheyCame() async {
        let shelf = Shelf()
        let log = RefusalLog(shelf)
        log.note(Self.acts(1100), in: "mini", at: Self.now)
        await log.flush()
        #expect(await shelf.calls.map(\.count) == [500, 500, 100])
        #expect(await shelf.verbs == (0..<1100).map { "V\($0)" })
    }

    @Test(arguments: [StoreError.rejected("no"), .effectUnknown("lost"), .corrupt("odd")])
    func aPageThatFailedForGoodIsDroppedAlone(failure: StoreError) async {
        let shelf = Shelf([failure])
        let log = RefusalLog(shelf)
        log.note(Self.acts(600), in: "mini", at: Self.now)
        await log.flush()
        #expect(await shelf.calls.map(\.count) == [500, 100], "the next page is sent all the same")
        await log.flush()
        #expect(await shelf.calls.count == 2, "and none of them again")
    }

    @Test func whatCannotBeStoredNowWaitsInItsPlace() async {
        let shelf = Shelf([nil, .unavailable("later")])
        let log = RefusalLog(shelf)
        log.note(Self.acts(1100), in: "mini", at: Self.now)
        await log.flush()
        #expect(await shelf.calls.map(\.count) == [500, 500], "nothing is tried after it")
        let later = Self.now.advanced(byMicroseconds: 1)
        log.note([RefusedAct(account: "mini/late", verb: "LATE", code: .forbidden)], in: "mini", at: later)
        log.note([Self.acts(1100)[700]], in: "mini", at: later)
        await log.flush()
        let rest = await shelf.calls.dropFirst(2).flatMap(\.self)
        #expect(rest.map(\.act.verb) == (500..<1100).map { "V\($0)" } + ["LATE"])
        #expect(rest.filter { $0.count.count == 2 }.map(\.act.verb) == ["V700"])
        #expect(rest.first { $0.act.verb == "V700" }?.count == RefusalCount(first: Self.now, last: later, count: 2))
    }
}
