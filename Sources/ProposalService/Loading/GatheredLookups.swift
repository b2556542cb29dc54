import DequeModule
import Proposals
import Synchronization

/// Looks things up for many readers in one trip: while trips are under way, the next one gathers. No timer; a lone reader waits for nobody.
///
/// Nobody joins a trip that has begun, so each reader sees whatever was committed before it asked.
final class GatheredLookups<Key: Hashable & Sendable, Found: Sendable>: Sendable {
    private typealias Outcome = Result<Found, StoreError>

    private struct Asked {
        let keys: [Key]
        let promise: Promise<Outcome>
    }

    private struct State {
        var waiting: Deque<Asked> = []
        var underWay = 0
    }

    private let state = Mutex(State())
    private let trips: Int
    private let mostKeys: Int
    private let lookUp: @Sendable ([Key]) async throws(StoreError) -> Found

    /// - Parameters:
    ///   - trips: how many may be under way at once.
    ///   - mostKeys: how many keys a trip carries for several readers; who asks for more than an eighth of that goes alone.
    init(
        trips: Int = 2, mostKeys: Int = 512, lookUp: @escaping @Sendable ([Key]) async throws(StoreError) -> Found
    ) {
        self.trips = trips
        self.mostKeys = mostKeys
        self.lookUp = lookUp
    }

    /// How many wait for a trip to begin.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// What is found of these keys, and perhaps of others that somebody else asked for.
    func found(_ keys: [Key]) async throws(StoreError) -> Found {
        // Whoever needs much keeps nobody waiting who needs little.
        guard keys.count <= mostKeys / 8 else { return try await lookUp(keys) }
        let place = state.withLock { state -> Promise<Outcome>? in
            guard state.underWay >= trips else {
                state.underWay += 1
                return nil
            }
            let promise = Promise<Outcome>()
            state.waiting.append(Asked(keys: keys, promise: promise))
            return promise
        }
        if let place { return try await place.value.get() }
        defer { goOn() }
        return try await lookUp(keys)
    }

    /// Ends a trip: begins the next one where somebody waits.
    private func goOn() {
        let next = state.withLock { state -> [Asked] in
            var taken: [Asked] = []
            var count = 0
            while let asked = state.waiting.first, taken.isEmpty || count + asked.keys.count <= mostKeys {
                count += asked.keys.count
                taken.append(state.waiting.removeFirst())
            }
            if taken.isEmpty { state.underWay -= 1 }
            return taken
        }
        guard !next.isEmpty else { return }
        Task {
            await answer(next)
            goOn()
        }
    }

    private func answer(_ asked: [Asked]) async {
        var seen: Set<Key> = []
        let keys = asked.flatMap(\.keys).filter { seen.insert($0).inserted }
        do {
            let found = try await lookUp(keys)
            for one in asked { one.promise.give(.success(found)) }
        } catch  where asked.count > 1 && error.mayConcernOneRead {
            for one in asked { await answer([one]) }
        } catch {
            for one in asked { one.promise.give(.failure(error)) }
        }
    }
}

extension StoreError {
    /// Whether others that read in the same trip may succeed without the one that this came from.
    fileprivate var mayConcernOneRead: Bool {
        switch self {
        case .unreadable, .outdated, .corrupt, .rejected: true
        case .unavailable, .effectUnknown: false
        }
    }
}
