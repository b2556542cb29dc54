import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import TestRandom

/// What many connections to two servers ask of one proposal at once, and what each is answered when.
final class ProposalHistory: Sendable {
    typealias Model = ProposalModel

    private let ref: String
    /// The clock is a count of questions and answers: what was answered before something else was asked has the lower number.
    private let record = Mutex<(clock: Int, operations: [Timed<Model.Operation>])>((0, []))

    init(_ ref: String) { self.ref = ref }

    var operations: [Timed<Model.Operation>] { record.withLock { $0.operations } }

    /// Somebody who asks, and one after the other what they ask.
    struct Lane: Sendable {
        var slug: String
        var user: User
    }

    /// Each lane asks its part of so many questions.
    func run(_ lanes: [Lane], count: Int, seed: UInt64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, lane) in lanes.enumerated() {
                let share = count / lanes.count + (place < count % lanes.count ? 1 : 0)
                group.addTask {
                    var random = SeededRandom(seed: seed &* 1009 &+ UInt64(place))
                    for _ in 0..<share { try await self.ask(Self.act(of: lane.slug, &random), lane) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// What somebody asks next.
    private static func act(of slug: String, _ random: inout SeededRandom) -> Model.Act {
        let choice = random.below(100)
        let words = slug.split(separator: "-").map(String.init)
        switch words[0] {
        case "pr": return choice < 40 ? .show : .advance(choice < 80 ? "circulate" : "recirculate")
        case "rc": return choice < 30 ? .show : .advance(choice < 90 ? "confirm" : "return")
        default:
            guard choice >= 25 else { return .show }
            // Mostly what leads to a consensus, or there would be none.
            let stance = choice < 80 ? "support" : choice < 90 ? "no-objection" : choice < 95 ? "objection" : nil
            return .position(words[1], stance: stance)
        }
    }

    private func ask(_ act: Model.Act, _ lane: Lane) async throws {
        let isInsider = Model.insiders.contains { lane.slug.hasSuffix("-\($0)") }
        let asked = tick()
        let answer = try await answer(act, lane.user)
        let operation = Model.Operation(act: act, isInsider: isInsider, answer: answer)
        record.withLock { record in
            record.clock += 1
            record.operations.append(Timed(operation: operation, asked: asked, answered: record.clock))
        }
    }

    private func tick() -> Int {
        record.withLock { record in
            record.clock += 1
            return record.clock
        }
    }

    private func answer(_ act: Model.Act, _ user: User) async throws -> Model.Answer {
        let answer =
            switch act {
            case .show: try await user.ask("SHOW \(ref)")
            case .advance("circulate"): try await user.ask("ADVANCE \(ref) circulate", ["track": "work-programme"])
            case .advance("confirm"): try await user.ask("ADVANCE \(ref) confirm")
            case .advance(let transition): try await user.ask("ADVANCE \(ref) \(transition)", ["reason": "Again."])
            case .position(_, "objection"): try await user.ask("POSITION \(ref) objection", ["reason": "The cost."])
            case .position(_, let stance): try await user.ask("POSITION \(ref) \(stance ?? "retracted")")
            }
        if let failure = answer.failure {
            switch failure.code {
            case .refused: return .refused
            case .notFound: return .notFound
            default: throw Unexpected("\(act): \(failure)")
            }
        }
        let object = try answer.get()
        guard let version = object["version"]?.integer, let stage = object["state"]?.string else {
            throw Unexpected("\(act): \(object)")
        }
        guard act == .show else { return .done(version: version, stage: stage) }
        var state = Model.State(version: version, stage: stage)
        // Positions of a round that is over are told too.
        if object["round_open"] == true {
            for (stance, holders) in object["positions"]?.object?.members.map({ ($0.key, $0.value) }) ?? [] {
                for holder in holders.array ?? [] { state.positions[holder["partner"]?.string ?? "?"] = stance }
            }
        }
        return .shown(state)
    }
}
