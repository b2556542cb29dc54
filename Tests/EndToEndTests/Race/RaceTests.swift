import CanonicalJSON
import LineClient
import LineProtocol
import ProposalService
import Proposals
import Synchronization
import TestRandom
import Testing

/// Many connections move the same proposals at once, through two servers on one database.
@Suite struct RaceTests {
    private static let movers = ["pr-FR", "pr-DE", "pr-JP", "pr-TH", "rc-ASEAN", "rc-EEAS", "som-FR", "som-TH"]
    private static let moves = 20_000

    @Test(.timeLimit(.minutes(60))) func movesThroughTwoServers() async throws {
        try await World.with(servers: 2) { world in
            try await world.heldMeeting(of: "mini")
            let drafts = try await drafts(100, world)
            let refs = drafts.values.flatMap(\.self)
            let race = Race(drafts, seed: 20_260_721)
            let start = ContinuousClock.now
            let attempts = try await withThrowingTaskGroup(of: [Race.Attempt].self) { group in
                for slug in Self.movers {
                    var users: [User] = []
                    for place in 0..<4 { users.append(try await world.user(slug, of: "mini", on: place % 2)) }
                    group.addTask { [users] in
                        try await race.run(users, moves: Self.moves / (Self.movers.count * users.count))
                    }
                }
                let isOver = Atomic(false)
                async let talking: Void = talk(refs, world) { isOver.load(ordering: .relaxed) }
                var attempts: [Race.Attempt] = []
                for try await some in group { attempts += some }
                isOver.store(true, ordering: .relaxed)
                try await talking
                return attempts
            }
            print("raced \(attempts.count) moves in \(ContinuousClock.now - start)")
            #expect(attempts.count == Self.moves)
            let audit = try await RecordAudit.read("mini", from: world.server.store)
            audit.checkOrder()
            audit.checkEdges(try #require(try ForumSeed.mini().lifecycles.first))
            checkAnswers(attempts)
            checkEffects(attempts, audit)
        }
    }

    /// So many drafts, by the account that made them.
    private func drafts(_ count: Int, _ world: World) async throws -> [String: [String]] {
        var drafts: [String: [String]] = [:]
        for number in 0..<count {
            let slug = Self.movers[number % 4]
            let proposer = try await world.user(slug, of: "mini")
            let answer = try await proposer.ok("DRAFT mini", Activity.complete(Activity.title(number)))
            drafts[proposer.account, default: []].append(try #require(answer["ref"]?.string))
            await proposer.leave()
        }
        return drafts
    }

    /// Partners take positions meanwhile, so that now and then there is a consensus.
    private func talk(_ refs: [String], _ world: World, until isOver: @escaping @Sendable () -> Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, partner) in try Seed.partners("mini").enumerated() {
                let user = try await world.user("cp-\(partner)", of: "mini", on: index % 2)
                for line in 0..<12 {
                    group.addTask {
                        var random = SeededRandom(seed: UInt64(index * 12 + line))
                        while !isOver() {
                            let answer =
                                try await random.chance(97)
                                ? user.ask("POSITION \(random.pick(refs)) support")
                                : user.ask("POSITION \(random.pick(refs)) reservation", ["reason": "Perhaps."])
                            if let failure = answer.failure {
                                #expect(["REFUSED", "NOT_FOUND"].contains(failure.codeText), "\(failure)")
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Every request was answered, and by nothing but the rules.
    private func checkAnswers(_ attempts: [Race.Attempt]) {
        var counts: [String: Int] = [:]
        for attempt in attempts {
            let code = attempt.answer.failure?.codeText ?? "OK \(attempt.transition)"
            counts[code, default: 0] += 1
            if let failure = attempt.answer.failure {
                #expect(["REFUSED", "FORBIDDEN", "NOT_FOUND"].contains(failure.codeText), "\(failure)")
                #expect(failure.effect == .none)
            }
        }
        print(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        // A race in which one kind of move never succeeds shows too little.
        for transition in ["circulate", "recirculate", "confirm", "bless", "defer", "return", "recall"] {
            #expect(counts["OK \(transition)", default: 0] > 0, "\(transition)")
        }
    }

    /// Each key had one effect and one answer; every effect that was acknowledged stands in the record, and no other.
    private func checkEffects(_ attempts: [Race.Attempt], _ audit: RecordAudit) {
        var effects: [String: JSONObject] = [:]
        var repeats: [(name: String, answer: JSONObject)] = []
        var positions: Set<Int64> = []
        for (index, attempt) in attempts.enumerated() {
            guard case .success(let answer) = attempt.answer.result else { continue }
            let name = attempt.key.map { "\(attempt.account) \($0)" } ?? "#\(index)"
            if answer["repeated"] == true {
                repeats.append((name, answer))
                continue
            }
            #expect(effects[name] == nil, "\(name) had two effects")
            effects[name] = answer
            guard let position = answer["position"]?.integer, let event = audit.event(at: position)?.sealed.event else {
                Issue.record("\(name) was acknowledged and is not in the record")
                continue
            }
            #expect(positions.insert(position).inserted, "two effects at \(position)")
            #expect(event.stream == attempt.ref && event.data["transition"]?.string == attempt.transition)
            #expect(answer["version"]?.integer == Int64(event.version) && answer["state"]?.string == event.to)
            #expect(event.actor.account == attempt.account)
        }
        for (name, answer) in repeats {
            var answer = answer
            answer["repeated"] = nil
            #expect(answer == effects[name], "\(name) was answered twice, and not alike")
        }
        #expect(repeats.count > 100)
        let moved = audit.events.count { $0.sealed.event.kind == .moved }
        #expect(moved == effects.count)
    }
}
