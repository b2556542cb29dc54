import Listening
import Synchronization
import TestTime
import Testing

/// What is done later: at its time, in its order, and not once it was called off.
@Suite struct TimetableTests {
    private let clock = ManualClock()
    private let done = Done()

    private final class Done: Sendable {
        private let names = Mutex<[String]>([])

        var all: [String] { names.withLock { $0 } }
        func add(_ name: String) { names.withLock { $0.append(name) } }

        func until(_ count: Int) async throws {
            try await waitUntil { all.count >= count }
        }
    }

    private func note(_ name: String) -> @Sendable () -> Void {
        { [done] in done.add(name) }
    }

    @Test func eachThingIsDoneAtItsTime() async throws {
        let table = Timetable(TimeSource(clock))
        table.after(.seconds(5), note("later"))
        table.after(.seconds(2), note("sooner"))
        table.after(.seconds(5), note("after it"))
        try await clock.untilSomebodySleeps(for: .seconds(2))
        clock.advance(by: .seconds(2))
        try await done.until(1)
        #expect(done.all == ["sooner"])
        try await clock.untilSomebodySleeps(for: .seconds(3))
        #expect(table.count == 2)
        clock.advance(by: .seconds(3))
        try await done.until(3)
        #expect(done.all == ["sooner", "later", "after it"])
        #expect(table.count == 0)
    }

    @Test func whatIsCalledOffIsNotDone() async throws {
        let table = Timetable(TimeSource(clock))
        let entry = table.after(.seconds(1), note("called off"))
        table.after(.seconds(2), note("done"))
        table.callOff(entry)
        #expect(table.count == 1)
        try await clock.untilSomebodySleeps(for: .seconds(1))
        clock.advance(by: .seconds(1))
        try await clock.untilSomebodySleeps(for: .seconds(1))
        clock.advance(by: .seconds(1))
        try await done.until(1)
        #expect(done.all == ["done"])
    }

    /// What is done may ask for more, as whoever looks now and then does.
    @Test func whatIsDoneMayAskForMore() async throws {
        let table = Timetable(TimeSource(clock))
        @Sendable func look(_ times: Int) {
            done.add("\(times)")
            if times > 1 { table.after(.seconds(1)) { look(times - 1) } }
        }
        table.after(.seconds(1)) { look(3) }
        for count in 1...3 {
            try await clock.untilSomebodySleeps(for: .seconds(1))
            clock.advance(by: .seconds(1))
            try await done.until(count)
        }
        #expect(done.all == ["3", "2", "1"])
    }

    /// Whoever comes later and wants to be called sooner is.
    @Test func aSoonerThingIsNotHeldUpByTheWaitForALaterOne() async throws {
        let table = Timetable(TimeSource(clock))
        table.after(.seconds(60), note("later"))
        try await clock.untilSomebodySleeps(for: .seconds(60))
        table.after(.seconds(1), note("sooner"))
        try await clock.untilSomebodySleeps(for: .seconds(1))
        clock.advance(by: .seconds(1))
        try await done.until(1)
        #expect(done.all == ["sooner"])
    }

    @Test func manyThingsOfManyAreEachDoneOnce() async throws {
        let table = Timetable(TimeSource(clock))
        let left = (0..<1000).filter { !$0.isMultiple(of: 3) }
        for number in 0..<1000 {
            let entry = table.after(.milliseconds(number * 7 % 1000), note("\(number)"))
            if number.isMultiple(of: 3) { table.callOff(entry) }
        }
        try await waitUntil {
            done.all.count >= left.count
        } meanwhile: {
            clock.advance(by: .milliseconds(10))
        }
        #expect(done.all.count == left.count && Set(done.all) == Set(left.map(String.init)))
    }
}
