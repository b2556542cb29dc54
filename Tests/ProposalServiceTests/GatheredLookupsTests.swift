import Synchronization
import TestTime
import Testing

@testable import ProposalService

/// Look-ups that share a trip.
@Suite struct GatheredLookupsTests {
    /// A store whose trips end when the test says so.
    private final class Trips: Sendable {
        private struct State {
            var begun: [[Int]] = []
            var gates: [Promise<StoreError?>] = []
            var waiting: [(count: Int, Promise<Void>)] = []
        }
        private let state = Mutex(State())

        var begun: [[Int]] { state.withLock { $0.begun } }

        func lookUp(_ keys: [Int]) async throws(StoreError) -> [Int: String] {
            let gate = Promise<StoreError?>()
            let reached = state.withLock { state -> [Promise<Void>] in
                state.begun.append(keys)
                state.gates.append(gate)
                let count = state.begun.count
                let reached = state.waiting.filter { $0.count <= count }.map(\.1)
                state.waiting.removeAll { $0.count <= count }
                return reached
            }
            for promise in reached { promise.give(()) }
            if let error = await gate.value { throw error }
            return Dictionary(uniqueKeysWithValues: keys.map { ($0, "\($0)") })
        }

        /// Returns once so many trips have begun.
        func reach(_ count: Int) async {
            let promise = Promise<Void>()
            let isReached = state.withLock { state in
                guard state.begun.count < count else { return true }
                state.waiting.append((count, promise))
                return false
            }
            if !isReached { await promise.value }
        }

        func end(_ trip: Int, _ error: StoreError? = nil) {
            state.withLock { $0.gates[trip] }.give(error)
        }
    }

    private func lookups(_ trips: Trips, at once: Int = 1) -> GatheredLookups<Int, [Int: String]> {
        GatheredLookups(trips: once, mostKeys: 16) { keys throws(StoreError) in try await trips.lookUp(keys) }
    }

    /// Begins a look-up, and returns once it waits for its turn or has begun its trip.
    private func ask(
        _ keys: [Int], _ lookups: GatheredLookups<Int, [Int: String]>, waiting count: Int? = nil
    ) async throws -> Task<[Int: String], any Error> {
        let task = Task { try await lookups.found(keys) }
        if let count { try await waitUntil { lookups.waitingCount >= count } }
        return task
    }

    @Test func whoComesMeanwhileSharesTheNextTrip() async throws {
        let trips = Trips()
        let lookups = lookups(trips)
        let first = try await ask([1], lookups)
        await trips.reach(1)
        let second = try await ask([2, 3], lookups, waiting: 1)
        let third = try await ask([3, 4], lookups, waiting: 2)
        #expect(trips.begun == [[1]])
        trips.end(0)
        #expect(try await first.value == [1: "1"])
        await trips.reach(2)
        // Each key once, and nobody joins a trip that has begun.
        #expect(trips.begun == [[1], [2, 3, 4]])
        let fourth = try await ask([5], lookups, waiting: 1)
        trips.end(1)
        #expect(try await second.value[3] == "3")
        #expect(try await third.value[3] == "3")
        await trips.reach(3)
        trips.end(2)
        #expect(try await fourth.value == [5: "5"])
        // Nobody is left to wait for.
        let last = try await ask([6], lookups)
        await trips.reach(4)
        trips.end(3)
        #expect(try await last.value == [6: "6"])
    }

    @Test func severalTripsAreUnderWayAtOnce() async throws {
        let trips = Trips()
        let lookups = lookups(trips, at: 2)
        let first = try await ask([1], lookups)
        let second = try await ask([2], lookups)
        await trips.reach(2)
        let third = try await ask([3], lookups, waiting: 1)
        trips.end(1)
        await trips.reach(3)
        for trip in [0, 2] { trips.end(trip) }
        for task in [first, second, third] { #expect(try await task.value.count == 1) }
    }

    @Test func whoNeedsMuchGoesAlone() async throws {
        let trips = Trips()
        let lookups = lookups(trips)
        let first = try await ask([1], lookups)
        await trips.reach(1)
        let large = try await ask([1, 2, 3], lookups)
        await trips.reach(2)
        #expect(trips.begun[1] == [1, 2, 3])
        trips.end(1)
        #expect(try await large.value.count == 3)
        trips.end(0)
        _ = try await first.value
    }

    /// One that cannot be read keeps nobody else from reading; an outage is everybody's.
    @Test func aFaultIsTheFaultOfOne() async throws {
        let trips = Trips()
        let lookups = lookups(trips)
        let first = try await ask([1], lookups)
        await trips.reach(1)
        let second = try await ask([2], lookups, waiting: 1)
        let third = try await ask([3], lookups, waiting: 2)
        trips.end(0)
        await trips.reach(2)
        trips.end(1, .corrupt("one of them"))
        await trips.reach(3)
        trips.end(2, .corrupt("this one"))
        await trips.reach(4)
        trips.end(3)
        _ = try await first.value
        await #expect(throws: StoreError.corrupt("this one")) { try await second.value }
        #expect(try await third.value == [3: "3"])

        let fourth = try await ask([4], lookups)
        await trips.reach(5)
        let others = [try await ask([5], lookups, waiting: 1), try await ask([6], lookups, waiting: 2)]
        trips.end(4)
        _ = try await fourth.value
        await trips.reach(6)
        trips.end(5, .unavailable("out of reach"))
        for other in others {
            await #expect(throws: StoreError.unavailable("out of reach")) { try await other.value }
        }
        #expect(trips.begun.count == 6)
    }
}
