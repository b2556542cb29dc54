import CanonicalJSON
import Lifecycle
import LineClient
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// A thousand running proposals moved to the next version of their lifecycle: by a plan, and as they were before and after.
@Suite(.timeLimit(.minutes(60))) struct MigrationTests {
    private static let count = 1000
    /// Of them, so many are circulated, and so many of these stand in consensus.
    private static let circulated = 200
    private static let agreed = 20

    /// The proposals, some drafts, some circulated, some agreed, and the second version loaded: consensus is called agreed there.
    private func scene(_ world: World, count: Int = count, circulated: Int = circulated, agreed: Int = agreed)
        async throws -> [String]
    {
        let proposer = try await world.user("pr-FR", of: "mini")
        try await pipelined(Array(0..<count)) { number in
            try await proposer.ok("DRAFT mini", Activity.complete(Activity.title(number)))
        }
        let refs = try await pages("LIST mini", world.user("admin", of: "mini")).compactMap { $0["ref"]?.string }
        #expect(refs.count == count)
        try await pipelined(Array(refs.prefix(circulated))) { ref in
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
        }
        for partner in try Seed.partners("mini") {
            let speaker = try await world.user("cp-\(partner)", of: "mini")
            try await pipelined(Array(refs.prefix(agreed))) { ref in
                try await speaker.ok("POSITION \(ref) support")
            }
            await speaker.leave()
        }
        let coordinator = try await world.user("rc-ASEAN", of: "mini")
        try await pipelined(Array(refs.prefix(agreed))) { ref in try await coordinator.ok("ADVANCE \(ref) confirm") }
        await coordinator.leave()
        await proposer.leave()
        return refs
    }

    private func pages(_ words: String, _ user: User, _ object: JSONObject? = nil) async throws -> [JSONObject] {
        var rows: [JSONObject] = []
        var after: String?
        while true {
            let answer = try await user.ask(words + (after.map { " after=\($0)" } ?? ""), object)
            rows += answer.rows
            guard let next = try answer.get()["next"]?.string else { return rows }
            after = next
        }
    }

    private func load(_ world: World) async throws {
        let root = try await world.root()
        let present = try #require(try ForumSeed.mini().lifecycles.first)
        try await root.ok("LIFECYCLE mini", ["definition": present.next(renaming: "consensus", to: "agreed").json])
        await root.leave()
    }

    private func plan(_ user: User, states: JSONObject = ["consensus": "agreed"]) async throws -> MigrationPlan {
        MigrationPlan(
            rows: try await pages("MIGRATION mini asem-initiative", user, ["states": .object(states)]))
    }

    /// Applies a plan; what was refused, by ref.
    private func apply(_ plan: MigrationPlan, _ user: User) async throws -> (
        done: [JSONObject], refused: [String: Failure]
    ) {
        var done: [JSONObject] = []
        var refused: [String: Failure] = [:]
        let session = ClientSession(
            client: user.client, account: nil, console: Console.current, isJSON: true, standardForum: nil)
        for (request, answer) in try await zip(plan.requests, Pipeline(session).run(plan.requests)) {
            switch answer.result {
            case .success(let object): done.append(object)
            case .failure(let failure): refused[request.arguments[0]] = failure
            }
        }
        return (done, refused)
    }

    @Test func aThousandAreMigratedAndReplayedAsOfBeforeAndAfter() async throws {
        try await World.with { world in
            let refs = try await scene(world)
            let left = refs[500]
            try await load(world)
            let admin = try await world.user("admin", of: "mini")
            var before: [String: JSONObject] = [:]
            for ref in refs { before[ref] = try await admin.ok("SHOW \(ref)") }
            let whole = try await plan(admin)
            #expect(whole.lines.count == refs.count && whole.moving.count == refs.count)
            #expect(whole.lines.filter { $0["to_state"]?.string == "agreed" }.count == Self.agreed)
            #expect(whole.lines.filter { $0["round"]?.string == "kept" }.count == Self.circulated)
            // A plan changes nothing, and what it does not name is not moved.
            let length = try await world.length("mini")
            let named = MigrationPlan(rows: whole.lines.filter { $0["ref"]?.string != left })
            let plan = try MigrationPlan(bytes: Array(named.text.utf8), file: "plan.jsonl")
            let first = try await apply(plan, admin)
            #expect(first.done.count == refs.count - 1 && first.refused.isEmpty)
            #expect(try await world.length("mini") == length + Int64(refs.count - 1))
            // Again: everything is answered as it was, and nothing happens.
            let second = try await apply(plan, admin)
            #expect(second.done.allSatisfy { $0["repeated"] == true } && second.done.count == refs.count - 1)
            #expect(try await world.length("mini") == length + Int64(refs.count - 1))
            #expect(try await admin.ok("SHOW \(left)") == before[left])

            let fresh = try await TestServer.start(conninfo: world.database.conninfo())
            do {
                let reader = try await fresh.login("mini/admin", token: try Seed.token("mini/admin"))
                for ref in refs where ref != left {
                    try await check(ref, try #require(before[ref]), plan.digest, admin, reader)
                }
            } catch {
                await fresh.stop()
                throw error
            }
            await fresh.stop()
        }
    }

    /// One proposal as of before and after, on the server that migrated it and on one that reads it for the first time.
    private func check(
        _ ref: String, _ before: JSONObject, _ plan: String, _ admin: User, _ reader: User
    ) async throws {
        let version = try #require(before["version"]?.integer)
        let after = try await admin.ok("SHOW \(ref)")
        let state = before["state"]?.string == "consensus" ? "agreed" : before["state"]?.string
        #expect(after["state"]?.string == state && after["version"]?.integer == version + 1, "\(ref)")
        #expect(after["lifecycle"]?["version"]?.integer == 3 && before["lifecycle"]?["version"]?.integer == 2)
        for key in ["fields", "text_digest", "positions", "round", "closes", "not_heard", "track", "moves"] {
            #expect(after[key] == before[key], "\(ref) \(key)")
        }
        for user in [admin, reader] {
            #expect(try await user.ok("REPLAY \(ref) version=\(version)") == before, "\(ref)")
            #expect(try await user.ok("REPLAY \(ref) version=\(version + 1)") == after, "\(ref)")
            #expect(try await user.ok("SHOW \(ref)") == after, "\(ref)")
        }
        let event = try #require(try await reader.rows("HISTORY \(ref) after=\(version)").first)
        #expect(event["kind"]?.string == "migrated" && event["data"]?["plan"]?.string == plan, "\(ref)")
    }

    @Test func aPlantedFaultIsRefusedAndMovesNothing() async throws {
        try await World.with { world in
            let refs = try await scene(world, count: 12, circulated: 8, agreed: 4)
            try await load(world)
            let admin = try await world.user("admin", of: "mini")
            let good = try await plan(admin)
            var rows = good.lines
            func plant(_ index: Int, _ change: (inout JSONObject) -> Void) { change(&rows[index]) }
            func inner(_ index: Int, _ key: String, _ member: String, _ value: JSONValue) {
                var object = rows[index][key]?.object ?? JSONObject()
                object[member] = value
                rows[index][key] = .object(object)
            }
            plant(0) { $0["to_state"] = "som-blessed" }
            plant(1) { $0["to_state"] = "nowhere" }
            plant(2) { $0["to_state"] = "withdrawn" }
            plant(3) { $0["version"] = 2 }
            plant(4) { $0["state"] = "drafted" }
            plant(5) { $0["to_state"] = "agreed" }
            plant(6) { $0["unfilled"] = ["title"] }
            plant(7) { $0["round"] = .null }
            plant(8) { $0["lacks"] = ["title"] }
            inner(9, "to", "digest", .string(String(repeating: "5e", count: 32)))
            inner(10, "to", "version", 1)
            plant(11) { $0["more"] = 1 }
            let length = try await world.length("mini")
            let plan = MigrationPlan(rows: rows)
            let outcome = try await apply(plan, admin)
            #expect(outcome.refused.keys.sorted() == refs && outcome.done.isEmpty)
            #expect(outcome.refused[refs[3]]?.code == .versionConflict && outcome.refused[refs[11]]?.code == .badField)
            for index in [0, 1, 2, 4, 5, 6, 7, 8, 9, 10] {
                #expect(outcome.refused[refs[index]]?.code == .refused, "\(index)")
            }
            #expect(try await world.length("mini") == length)
            for ref in refs {
                #expect(try await admin.ok("SHOW \(ref)")["lifecycle"]?["version"]?.integer == 2)
            }
            // What moved on since is not moved by an old line; a new plan does it.
            let proposer = try await world.user("pr-FR", of: "mini")
            try await proposer.ok("NOTE \(refs[11])", ["text": "Meanwhile."])
            let again = try await apply(good, admin)
            #expect(again.refused.keys.sorted() == [refs[11]])
            #expect(try await apply(try await self.plan(admin), admin).refused.isEmpty)
            #expect(try await self.plan(admin).lines.isEmpty)
        }
    }

    @Test func whyAProposalStaysAndWhoMayAsk() async throws {
        try await World.with { world in
            let refs = try await scene(world, count: 3, circulated: 2, agreed: 1)
            let admin = try await world.user("admin", of: "mini")
            // Without a later version there is nothing to plan.
            #expect(try await plan(admin, states: [:]).lines.isEmpty)
            try await load(world)
            let stays = try await plan(admin, states: [:])
            #expect(stays.moving.count == 2 && stays.lines[0]["stays"]?.string?.contains("no state consensus") == true)
            #expect(try stays.requests.map { $0.arguments[0] } == [refs[1], refs[2]])
            for slug in ["pr-FR", "cp-JP", "som-FR", "auditor", "host"] {
                let user = try await world.user(slug, of: "mini")
                #expect(try await user.refused("MIGRATION mini asem-initiative").code == .forbidden, "\(slug)")
                var line = stays.moving[1]
                line["plan"] = .string(stays.digest)
                let failure = try await user.refused("MIGRATE \(refs[2])", line)
                // A draft of another partner's is not there at all for who may not see it.
                #expect(failure.code == (["pr-FR", "cp-JP", "auditor"].contains(slug) ? .forbidden : failure.code))
                #expect(failure.code == .forbidden || failure.code == .notFound, "\(slug)")
            }
            let stranger = try await world.user("admin")
            #expect(try await stranger.refused("MIGRATION mini asem-initiative").code == .notFound)
            for (words, code) in [
                ("MIGRATION mini nothing", ErrorCode.notFound), ("MIGRATION mini asem-initiative to=9", .notFound),
                ("MIGRATION mini asem-initiative from=9", .badField), ("MIGRATION nowhere asem-initiative", .notFound),
                ("MIGRATION mini asem-initiative {\"states\":{\"dreamt\":\"agreed\"}}", .badField),
                ("MIGRATION mini asem-initiative {\"more\":1}", .badField), ("MIGRATE \(refs[2]) {}", .badField),
                ("MIGRATE \(refs[2]) {\"ref\":\"\(refs[1])\"}", .badField),
            ] {
                #expect(try await admin.refused(words).code == code, "\(words)")
            }
        }
    }
}
