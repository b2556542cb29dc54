import CanonicalJSON
import Foundation
import Postgres
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// How the stage of the seventeenth schema was written, once: activities of which a fact says what became of them. Their rows still had
/// the days of the text.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["CHANCERY_WRITE_FILLED"] == "017"))
struct DaysStageWriting {
    private let forum = "days"

    @Test func write() async throws {
        let database = try await TestDatabase.create(.migrated)
        let writing = FilledStageWriting()
        try await writing.turnBack(database)
        let server = try await TestServer.start(conninfo: database.conninfo())
        let world = World(database: database, servers: [server])
        let token = try #require(try await server.service.bootstrap())
        let root = try await server.login("server/admin", token: token)
        var seed = try ForumSeed.mini()
        seed.id = forum
        seed.settings["ref_prefix"] = "DAYS"
        try await Seed.load(seed, root)
        try await tell(world)
        let audit = try await world.user("auditor", of: forum).ok("AUDIT \(forum)")
        #expect(audit["sound"] == true, "\(audit)")
        await server.stop()
        try await dump(database, writing)
    }

    private func tell(_ world: World) async throws {
        let proposer = try await world.user("pr-FR", of: forum)
        for (index, histories) in ToldActivity.all(held: "2024-02-20", "2024-02-21").enumerated() {
            try await histories.tell(as: proposer, of: forum, index)
        }
        // One that nothing was told of, and one that is a draft.
        _ = try await world.circulated("A seminar", of: forum)
        _ = try await world.draft("Another workshop", of: forum)
        await proposer.leave()
    }

    private func dump(_ database: TestDatabase, _ writing: FilledStageWriting) async throws {
        let connection = try await database.connect(role: .superuser)
        var text: [String] = []
        for part in writing.base() {
            let query = part == "lifecycle" ? writing.query(part, "", 6) : writing.query(part, "forum = '\(forum)'", 17)
            text += try await connection.query(query.replacing("WHERE t. ", with: "WHERE true ")).column()
        }
        await connection.close()
        try (text.joined(separator: "\n") + "\n").write(
            toFile: "\(FilledStage.folder)/017.jsonl", atomically: true, encoding: .utf8)
        var tokens = try FilledStage.tokens()
        for slug in ["auditor", "pr-FR", "host"] { tokens["\(forum)/\(slug)"] = try Seed.token("\(forum)/\(slug)") }
        let object = JSONObject(tokens.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) })
        try JSONValue.object(object).canonicalText.write(
            toFile: FilledStage.folder + "/tokens.json", atomically: true, encoding: .utf8)
    }
}
