import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import TestRandom

/// What many connections do to the same proposals at once, and what each of them was answered.
struct Race: Sendable {
    /// One move as one connection asked for it.
    struct Attempt: Sendable {
        var account: String
        var ref: String
        var transition: String
        var key: String?
        var answer: Answer
    }

    /// The proposals, by the account that drafted them.
    let drafts: [String: [String]]
    let seed: UInt64
    private let refs: [String]

    init(_ drafts: [String: [String]], seed: UInt64) {
        self.drafts = drafts
        self.seed = seed
        refs = drafts.values.flatMap(\.self).sorted()
    }

    /// Moves that an account makes, how often of a hundred, with the reasons and tracks that they ask for.
    private static let moves: [String: [(share: Int, transition: String, inputs: JSONObject)]] = [
        "pr": [
            (75, "circulate", ["track": "work-programme"]), (5, "circulate", ["track": "information"]),
            (10, "recirculate", ["reason": "Again.", "track": "work-programme"]),
            (10, "recall", ["reason": "Not so."]),
        ],
        "rc": [
            (90, "confirm", [:]), (4, "return", ["reason": "Not yet."]), (6, "recall", ["reason": "Not so."]),
        ],
        "som": [
            (15, "bless", ["meeting": "SOM-1"]), (60, "defer", ["meeting": "SOM-1", "reason": "Later."]),
            (5, "return", ["reason": "Not yet."]), (20, "recall", ["reason": "Not so."]),
        ],
    ]

    /// One account's connections make so many moves each, some at a time. Each second request has a key that another of them
    /// uses at about the same time.
    func run(_ users: [User], moves count: Int) async throws -> [Attempt] {
        try await withThrowingTaskGroup(of: [Attempt].self) { group in
            for (place, user) in users.enumerated() {
                group.addTask {
                    let attempts = Mutex<[Attempt]>([])
                    try await pipelined(Array(0..<count), atOnce: 8) { number in
                        let (attempt, inputs) = plan(user.account, place, number)
                        let answer = try await user.client.request(
                            Request(
                                tag: RequestTag(number: 0), verb: .advance,
                                arguments: [attempt.ref, attempt.transition], key: attempt.key, object: inputs))
                        attempts.withLock { attempts in
                            attempts.append(
                                Attempt(
                                    account: user.account, ref: attempt.ref, transition: attempt.transition,
                                    key: attempt.key, answer: answer))
                        }
                    }
                    return attempts.withLock { $0 }
                }
            }
            var attempts: [Attempt] = []
            for try await some in group { attempts += some }
            return attempts
        }
    }

    private struct Plan {
        var ref: String
        var transition: String
        var key: String?
    }

    /// Even numbers are asked by two connections with one key and one body, odd ones by one alone, some of them with a key.
    private func plan(_ account: String, _ place: Int, _ number: Int) -> (Plan, JSONObject) {
        let isShared = number % 2 == 0
        let asker = isShared ? place / 2 : place + 1000
        var random = SeededRandom(
            seed: seed &+ account.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
                &+ UInt64(asker) &* 1_000_003 &+ UInt64(number) &* 7919)
        let role = account.split(separator: "/").last?.split(separator: "-").first.map(String.init) ?? ""
        let choices = Self.moves[role] ?? []
        let move = random.pick(choices.flatMap { Array(repeating: $0, count: $0.share) })
        let key = isShared || random.chance(30) ? "k-\(asker)-\(number)" : nil
        // Somebody else's proposal is moved as well now and then: that is refused.
        let own = drafts[account].flatMap { random.chance(80) ? $0 : nil }
        return (Plan(ref: random.pick(own ?? refs), transition: move.transition, key: key), move.inputs)
    }
}
