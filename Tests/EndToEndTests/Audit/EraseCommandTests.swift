import CanonicalJSON
import Foundation
import LineClient
import Postgres
import PostgresStore
import Record
import TestSupport
import Testing

@testable import Terminal

/// `chancery erase` and `chancery refusals`: what they show, ask and leave, and what both verifiers then say.
@Suite struct EraseCommandTests {
    @Test func whatIsErasedVerifiesAsErased() async throws {
        try await RecordScene.with { scene, _ in
            let folder = try TestRoot.makeDirectory("eraser")
            try LocalFile.writePrivate("log \(scene.log)\nquorum none\n", to: folder + "/policy")
            let root = try await scene.server.login("server/admin", token: try Seed.token("server/admin"))
            try await root.ok(
                "ACCOUNT mini", ["account": "carla", "name": "Carla Example", "appointments": [["role": "auditor"]]])
            func run(_ words: [String], as account: String = "server/admin") async throws -> ClientProgram.Ended {
                try await ClientProgram.chancery(
                    words, on: scene.server.address, token: try Seed.token(account), in: folder)
            }
            let preview = try await run(["erase", "mini/carla", "--preview"])
            #expect(preview.status == 0 && preview.output.contains("Carla Example"), "\(preview)")
            let order = ["erase", "mini/carla", "--reason", "asked for", "--rule", "GDPR 17"]
            let unasked = try await run(order)
            #expect(unasked.status == 2 && unasked.errors.contains("--yes"), "\(unasked)")
            let other = try await run(order + ["--yes"], as: "mini/pr-FR")
            #expect(other.status == 1, "\(other)")
            let unknown = try await run(order + ["--yes", "--only", "ffff"])
            #expect(unknown.status == 2 && unknown.errors.contains("no value"), "\(unknown)")
            let done = try await run(order + ["--yes"])
            #expect(done.status == 0 && done.lines == ["mini/carla: 1 personal value erased"], "\(done)")
            #expect(
                try await run(["erase", "mini/carla", "--preview"]).lines == ["mini/carla: no personal data is kept"])
            // The attempt of whoever may not is kept for auditors.
            _ = try await scene.user("pr-FR").refused("ERASE mini/carla", ["reason": "mine"])
            let refusals = try await run(["refusals", "--forum", "mini"], as: "mini/auditor")
            #expect(
                refusals.status == 0 && refusals.output.contains("ERASE") && refusals.output.contains("mini/pr-FR"),
                "\(refusals)")

            try await scene.grow(by: 1)
            #expect(try await run(["audit", "--forum", "mini"], as: "mini/auditor").lines.first == "mini: sound")
            let exported = try await run(["export", "--forum", "mini", "--out", "bundle"], as: "mini/auditor")
            #expect(exported.status == 0, "\(exported)")
            let verified = try await run(["verify", "bundle", "--policy", "policy"])
            #expect(verified.status == 0 && verified.output.contains("1 personal value: erased."), "\(verified)")
            let bundle = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/bundle")))
            let text = String(decoding: bundle, as: UTF8.self)
            #expect(!text.contains("Carla Example") && text.contains("\"kind\":\"personal-erased\""))
            let policy = try WitnessPolicy(lines: ["log \(scene.log)", "quorum none"])
            #expect(
                try await SecondVerifier.verdicts(of: bundle, policy: policy, every: bundle.count + 1).first == "sound")

            // Repeated with its key it is answered as it was, though what it named is kept no more.
            for name in ["dora", "emil"] {
                try await root.ok(
                    "ACCOUNT mini",
                    ["account": .string(name), "name": "Example", "appointments": [["role": "auditor"]]])
            }
            let listed = try await root.ask("ERASE mini/dora").rows
            let id = try #require(listed.first?["id"]?.string)
            let why = ["--reason", "left", "--yes"]
            let part = try await run(["erase", "mini/dora", "--key", "k0", "--only", String(id.prefix(8))] + why)
            #expect(part.status == 2 && part.errors.contains("whole ids"), "\(part)")
            for keyed in [["mini/dora", "--key", "k1", "--only", id], ["mini/emil", "--key", "k2"]] {
                for isRepeated in [false, true] {
                    let done = try await run(["erase"] + keyed + why + ["--json"])
                    let answer = try JSONValue.parse(Array(done.output.utf8.dropLast())).object
                    #expect(done.status == 0 && answer?["erased"] == 1, "\(done)")
                    #expect((answer?["repeated"] == true) == isRepeated)
                }
            }
            let reused = try await run(["erase", "mini/emil", "--reason", "another", "--yes", "--key", "k2"])
            #expect(reused.status == 1 && reused.errors.contains("was used for another request, in mini;"), "\(reused)")

            // More than are erased at once: the question says how many of them go.
            let owner = try await scene.world.database.connect(role: .owner)
            try await owner.runScript(
                """
                INSERT INTO personal (commitment, forum, subject, salt, value)
                SELECT 'commitment:' || encode(sha256(
                        'chancery/commitment/v1\\012'::bytea || int8send(32) || salt
                            || int8send(octet_length(value)) || convert_to(value, 'UTF8')), 'hex'),
                    'mini', 'mini/carla', salt, value
                FROM (SELECT sha256(n::text::bytea) AS salt, 'V' || n AS value FROM generate_series(1, 512) AS n) AS v
                """)
            let many = try await run(["erase", "mini/carla", "--preview"])
            #expect(many.lines.last == "the first 500 of 512 personal values", "\(many)")
            let asked = try await run(order)
            #expect(asked.errors.contains("this erases the first 500 of 512 personal values of mini/carla"), "\(asked)")
            let most = try await run(order + ["--yes"])
            #expect(most.lines == ["mini/carla: 500 personal values erased; 12 are kept still"], "\(most)")
        }
    }
}
