import CanonicalJSON
import LineClient
import Postgres
import PostgresStore
import Record
import TestSupport
import Testing

@testable import ServerCommands
@testable import Terminal

/// `chancery audit` and `chancery restore` as an auditor and an operator run them.
@Suite struct AuditCommandTests {
    @Test func fromASoundRecordToABrokenOneAndOn() async throws {
        try await RecordScene.with { scene, _ in
            let folder = try TestRoot.makeDirectory("auditor")
            let size = try await scene.grow(by: 3)
            try LocalFile.writePrivate("log \(scene.log)\nquorum none\n", to: folder + "/policy")
            let stranger = try NoteSigner(name: "elsewhere", seed: Array(repeating: 5, count: 32)).key.text
            try LocalFile.writePrivate(
                "log \(stranger)\nquorum none\n",
                to: folder + "/other")
            func audit(_ more: String...) async throws -> ClientProgram.Ended {
                try await ClientProgram.chancery(
                    ["audit", "--forum", "mini"] + more, on: scene.server.address,
                    token: try Seed.token("mini/auditor"), in: folder)
            }
            let sound = try await audit("--policy", "policy")
            #expect(sound.status == 0 && sound.lines.first == "mini: sound", "\(sound)")
            #expect(sound.output.contains("the first \(size) events are those that were signed"))
            #expect(try await audit("--after", "registry").output.contains("nothing differs from registry on"))
            #expect(try await audit("--after", "nowhere").status == 2)
            let other = try await audit("--policy", "other", "--json")
            #expect(other.status == 1 && other.output.contains("a key that the policy does not name"), "\(other)")

            let connection = try await scene.world.database.connect(role: .superuser)
            try await connection.runScript(
                "SET session_replication_role = replica; DELETE FROM event WHERE forum = 'mini' AND position = 9")
            let broken = try await audit()
            #expect(
                broken.status == 1 && broken.lines == ["mini: differs", "the record has no event 9, but later ones"])
            let checkpoint = try await ClientProgram.chancery(
                ["checkpoint", "--forum", "mini"], on: scene.server.address, token: try Seed.token("mini/auditor"),
                in: folder)
            #expect(
                checkpoint.status == 0 && checkpoint.lines.first == "chancery/mini"
                    && checkpoint.errors.contains("is no longer what was signed: the record has no event 9"))
            let rest = try await audit("--after", "registry")
            #expect(rest.status == 1 && rest.lines.first == "mini: differs", "what was found before stands: \(rest)")
            let json = try JSONValue.parse(Array((try await audit("--json")).lines.joined().utf8))
            #expect(json["sound"] == false && json["differs"]?["position"] == 9)

            // The server has the folder; and a record with a gap is none that can go on.
            let owner = scene.world.database.conninfo(role: .owner)
            let words = ["restore", "--new-epoch", "--forum", "mini", "--database", owner, "--signer", scene.signer]
            let locked = try await ClientProgram.chancery(words + ["--reason", "A test"], in: folder)
            #expect(locked.status == 1 && locked.errors.contains("is locked"), "\(locked)")
            let nowhere = try await ClientProgram.chancery(
                ["restore", "--new-epoch", "--forum", "mini", "--data", folder + "/none", "--reason", "A test"],
                in: folder)
            #expect(nowhere.status == 1 && nowhere.errors.contains("the data directory"), "\(nowhere)")
            #expect(!LocalFile.exists(folder + "/none"))
            let unsaid = try await ClientProgram.chancery(
                words.filter { $0 != "--new-epoch" } + ["--reason", "A test"], in: folder)
            #expect(unsaid.status == 2 && unsaid.errors.contains("--new-epoch"))
            await connection.close()
        }
    }

    @Test func originsOfOnesOwn() throws {
        var settings = ServeConfiguration()
        try settings.setOrigin("records.example.org/minutes")
        #expect(settings.origin == "records.example.org/minutes")
        for wrong in ["", "a b", "a+b", "a/", "é", "a/epoch-2", String(repeating: "a", count: 81)] {
            #expect(throws: CommandFailure.self) { try settings.setOrigin(wrong) }
        }
    }
}
