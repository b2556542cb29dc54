import Bundles
import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Record
import TestSupport
import Testing

/// What the program of schema 013 left (`Golden/Program-013`): its bundles verify today, and its database is migrated, audited, gone on
/// with and exported again, with the same bytes.
@Suite(.serialized, .timeLimit(.minutes(60))) struct EarlierProgramTests {
    private static let folder = Repository.path("Tests/EndToEndTests/Golden/Program-013")
    private static let forums = ["asean-trial", "asem-education-trial-2", "asem-trial-4", "mpac-trial-3"]

    private static func bundle(_ forum: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(forum).bundle")))
    }

    /// The policy that a bundle names: the key of its own log, and no witnesses.
    private static func policy(_ bundle: [UInt8]) throws -> WitnessPolicy {
        let lines = String(decoding: bundle, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("policy ") }
        return try WitnessPolicy(lines: lines.map { String($0.dropFirst("policy ".count)) })
    }

    /// The lines of its events.
    private static func events(_ bundle: [UInt8]) -> [String] {
        String(decoding: bundle, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("event ") }.map(
            String.init)
    }

    private static func bothFindItSound(_ bundle: [UInt8]) async throws {
        let policy = try policy(bundle)
        let report = try BundleVerifier.verify(bundle, trusted: policy)
        #expect(report.irregularities == [])
        let second = try await SecondVerifier.verdicts(of: bundle, policy: policy, every: bundle.count + 1)
        #expect(second == ["sound"])
    }

    @Test(arguments: forums) func itsBundlesVerify(_ forum: String) async throws {
        try await Self.bothFindItSound(try Self.bundle(forum))
    }

    @Test func itsDatabaseGoesOn() async throws {
        let migrations = try TestTemplate.schemaMigrations()
        let database = try await TestDatabase.create()
        func migrate(to last: Int) async throws {
            _ = try await Migrator(
                database.configuration(role: .owner), migrations: Array(migrations.prefix(last))
            ).migrate()
        }
        try await migrate(to: 13)
        try await FilledStage.whole(13, in: Self.folder).load(into: database)
        try await migrate(to: migrations.count)
        let server = try await TestServer.start(conninfo: database.conninfo())
        do {
            try await goesOn(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        try await database.drop()
    }

    private func goesOn(_ server: TestServer) async throws {
        let tokens = try FilledStage.tokens(in: Self.folder)
        func login(_ account: String) async throws -> User {
            try await server.login(account, token: try #require(tokens[account]))
        }
        let admin = try await login("server/admin")
        func auditAll() async throws {
            for forum in Self.forums + ["server"] {
                let audit = try await admin.ok("AUDIT \(forum)")
                #expect(audit["sound"] == true, "\(forum): \(audit)")
            }
        }
        try await auditAll()

        // Exported again, the record of then has the bytes of then, and both verifiers find it sound.
        for forum in Self.forums {
            let text = try await admin.rows("EXPORT \(forum)").compactMap { $0["text"]?.string }.joined()
            let again = Array(text.utf8)
            #expect(Self.events(again) == Self.events(try Self.bundle(forum)), "\(forum)")
            try await Self.bothFindItSound(again)
        }

        // A key that was used then is known, and answers what it answered.
        let ref = "TRIAL4-2026-0002"
        let proposer = try await login("asem-trial-4/proposer")
        let repeated = try await proposer.ok("NOTE \(ref) key=note", ["text": "A note"])
        #expect(repeated["repeated"] == true && repeated["position"] == 377)

        // What was circulated then goes on: a reservation becomes support, a revision is made, a Contact Point who had not answered does.
        let speaker = try await login("asem-trial-4/speaker")
        try await speaker.ok("POSITION \(ref) support", ["partner": "DE"])
        try await speaker.ok("POSITION \(ref) support", ["partner": "FR"])
        try await proposer.ok("REVISE \(ref)", ["rationale": "TRIAL: said once more", "kind": "editorial"])
        let shown = try await proposer.ok("SHOW \(ref)")
        #expect(shown["state"] == "circulated" && shown["version"] == 16)
        let coordinator = try await login("asem-trial-4/coordinator")
        let early = try await coordinator.refused("ADVANCE \(ref) confirm")
        #expect(early.code == .refused && "\(early.object)".contains("not yet heard"), "\(early)")
        let leader = try await login("asem-trial-4/leader")
        #expect(try await leader.rows("HISTORY TRIAL4-2026-0001 limit=200").count == 63)
        // A draft that nobody saw is still for its proposer alone.
        #expect(try await leader.refused("SHOW TRIAL4-2026-0003").code == .notFound)
        try await auditAll()
        for user in [admin, proposer, speaker, coordinator, leader] { await user.leave() }
    }
}
