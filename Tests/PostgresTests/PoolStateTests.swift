import Testing

@testable import Postgres

/// The pool's bookkeeping by itself: connections and waiters are numbers here.
@Suite struct PoolStateTests {
    private typealias State = PoolState<Int, String>

    @Test func slotsUpToTheLimitThenWaiting() {
        var state = State(limit: 2)
        guard case .proceed(.slot) = state.requested(), case .proceed(.slot) = state.requested(),
            case .wait = state.requested(), case .queued = state.queued(1, "a")
        else {
            Issue.record("slots were not given out as they should")
            return
        }
        #expect(state.leased == 2)
    }

    @Test func aFreedConnectionGoesToTheFirstWaiterAndNobodyOvertakes() {
        var state = State(limit: 1)
        _ = state.requested()
        _ = state.queued(1, "a")
        _ = state.queued(2, "b")
        guard case .resume("a", .connection(10)) = state.released(10) else {
            Issue.record("a was not served")
            return
        }
        // The slot is taken all the time, so a newcomer waits behind b.
        guard case .wait = state.requested(), case .resume("b", .slot) = state.released(nil),
            case .keep = state.released(11)
        else {
            Issue.record("b was not served with a bare slot")
            return
        }
        #expect((state.leased, state.idleCount) == (0, 1))
        guard case .proceed(.connection(11)) = state.requested() else {
            Issue.record("the idle connection was not reused")
            return
        }
    }

    @Test func whoGaveUpIsNotServed() {
        var state = State(limit: 1)
        _ = state.requested()
        _ = state.queued(1, "a")
        _ = state.queued(2, "b")
        let gaveUp = state.gaveUp(1)
        let again = state.gaveUp(1)
        #expect(gaveUp == "a")
        #expect(again == nil)
        guard case .resume("b", .connection(5)) = state.released(5) else {
            Issue.record("b was not served")
            return
        }
    }

    @Test func whatBecameFreeBeforeQueuingIsTaken() {
        var state = State(limit: 1)
        _ = state.requested()
        guard case .wait = state.requested(), case .keep = state.released(3),
            case .proceed(.connection(3)) = state.queued(1, "a")
        else {
            Issue.record("a waits although a connection is idle")
            return
        }
    }

    @Test func closingRefusesWaitersAndTellsWhenTheLastLeaseIsBack() {
        var state = State(limit: 2)
        _ = state.requested()
        _ = state.requested()
        _ = state.released(1)
        _ = state.requested()
        _ = state.queued(1, "a")
        let action = state.closed()
        #expect(action.refuse == ["a"])
        #expect(action.discard.isEmpty)
        guard case .refuse = state.requested(), case .refuse = state.queued(2, "b") else {
            Issue.record("a closed pool still lends")
            return
        }
        let mustWait = state.awaitsDrain("closer")
        #expect(mustWait)
        guard case .discard(1, let early) = state.released(1), early.isEmpty,
            case .discard(2, ["closer"]) = state.released(2)
        else {
            Issue.record("the closer was not told at the right time")
            return
        }
        let mustWaitAgain = state.awaitsDrain("late")
        #expect(!mustWaitAgain)
    }
}
