import CanonicalJSON
import Lifecycle
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import ChanceryCommand

/// AUDIT over the line: silence where nothing differs, whatever happens meanwhile, and one clear sentence where something does.
@Suite struct AuditTests {
    /// A server that signs, on a world's database, with a proposal in circulation and a longer past.
    private func scene(
        _ body: (World, TestServer, _ ref: String) async throws -> Void
    ) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            _ = try await world.circulated("Workshop two", of: "mini")
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), signer: try TestRoot.makeDirectory("signer"))
            do { try await body(world, server, ref) } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    @Test func nothingDiffersInARecordThatNobodyTouched() async throws {
        try await scene { world, server, _ in
            let auditor = try await server.user("auditor")
            let checkpoint = try await auditor.ok("CHECKPOINT mini")
            let rows = try await auditor.rows("AUDIT mini")
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true, "\(answer)")
            #expect(answer["events"] == checkpoint["size"] && answer["signed"] == checkpoint["size"])
            #expect(answer["proposals"] == 2 && answer["key"] == checkpoint["key"])
            #expect((answer["checkpoints"]?.integer ?? 0) >= 1)
            #expect(rows.last?["done"] == rows.last?["total"] && rows.last?["stage"] == "registry")
            // A record that nobody signs yet is audited as well, and so is that of the server itself.
            let unsigned = try await world.user("auditor", of: "asem").ok("AUDIT asem")
            #expect(unsigned["sound"] == true, "\(unsigned)")
            #expect(try await world.root().ok("AUDIT server")["sound"] == true)
        }
    }

    @Test func itIsForAuditorsAndAdministrators() async throws {
        try await scene { world, server, _ in
            #expect(try await server.user("admin").ok("AUDIT mini")["sound"] == true)
            #expect(try await world.root().ok("AUDIT mini")["sound"] == true)
            let refusal = try await server.user("cp-FR").refused("AUDIT mini")
            #expect(refusal.code == .forbidden && refusal.message.contains("for its auditors and administrators"))
            #expect(try await server.user("auditor").refused("AUDIT asem").code == .notFound)
            #expect(try await server.user("auditor").refused("AUDIT mini after=nonsense").code == .badField)
        }
    }

    /// Every cursor that an audit tells of is a place to go on from, and the rest is compared all the same.
    @Test func itGoesOnFromEachCursor() async throws {
        try await scene { world, server, ref in
            let auditor = try await server.user("auditor")
            let proposer = try await server.user("pr-FR")
            for number in 0..<1100 { try await proposer.ok("NOTE \(ref)", ["text": .string("Note \(number)")]) }
            try await auditor.ok("CHECKPOINT mini")
            let rows = try await auditor.rows("AUDIT mini")
            #expect(rows.count >= 4 && Set(rows.compactMap { $0["stage"]?.string }).count == 3)
            for row in rows {
                let cursor = try #require(row["cursor"]?.string)
                let answer = try await auditor.ok("AUDIT mini after=\(cursor)")
                #expect(answer["sound"] == true && answer["after"]?.string == cursor)
            }
            let owner = try await world.database.connect(role: .superuser)
            try await owner.runScript(
                "SET session_replication_role = replica; UPDATE forum SET registry_version = 1 WHERE forum = 'mini'")
            await owner.close()
            for row in rows {
                let answer = try await auditor.ok("AUDIT mini after=\(try #require(row["cursor"]?.string))")
                #expect(answer["sound"] == false)
            }
        }
    }

    /// Writes between the pages of an audit are no differences.
    @Test func writesMeanwhileAreNoFalseAlarm() async throws {
        try await scene { world, server, ref in
            let auditor = try await server.user("auditor")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for slug in ["pr-FR", "pr-DE", "cp-TH"] {
                    let writer = try await world.user(slug, of: "mini")
                    group.addTask {
                        for number in 0..<150 where !Task.isCancelled {
                            _ = try await writer.ask("NOTE \(ref)", ["text": .string("Note \(number)")])
                            if slug == "pr-DE" {
                                _ = try await writer.ask(
                                    "DRAFT mini", Activity.complete(Activity.title(number)))
                            }
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<25 {
                        let answer = try await auditor.ok("AUDIT mini")
                        #expect(answer["sound"] == true, "\(answer)")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
        }
    }

    /// A long random life with every kind of event leaves nothing that differs.
    @Test func aLongLifeIsSound() async throws {
        try await World.with { world in
            try await world.live(events: 1500)
            let auditor = try await world.user("auditor", of: "mini")
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == true, "\(answer)")
        }
    }

    /// What somebody does past every check of the database, and the sentence that names it.
    static let differences: [(sql: String, sentence: String)] = [
        ("UPDATE event SET bytes = bytes || ' ' WHERE forum = 'mini' AND position = 30", "event 30"),
        (
            "UPDATE event SET leaf_hash = sha256('x') WHERE forum = 'mini' AND position = 30",
            "do not have the leaf hash"
        ),
        ("UPDATE event SET digest = sha256('x') WHERE forum = 'mini' AND position = 30", "do not have the digest"),
        ("UPDATE event SET account = 'mini/nobody' WHERE forum = 'mini' AND position = 30", "another account"),
        (
            "UPDATE event SET lifecycle = sha256('x') WHERE stream = 'MINI-2026-0001' AND version = 1",
            "another lifecycle"
        ),
        ("DELETE FROM event WHERE forum = 'mini' AND position = 30", "no event 30"),
        (
            "UPDATE tile SET hashes = sha256('x') || substr(hashes, 33) WHERE forum = 'mini'",
            "other hashes than the events"
        ),
        ("DELETE FROM tile WHERE forum = 'mini'", "the stored tree lacks"),
        ("UPDATE checkpoint SET note = replace(encode(note, 'escape'), 'mini', 'maxi')::bytea", "was not signed by"),
        ("DELETE FROM signer; REVOKE INSERT ON signer FROM chancery_app", "no key that signs"),
        ("UPDATE proposal SET facts = '{implemented}' WHERE ref = 'MINI-2026-0001'", "says another facts"),
        ("UPDATE proposal SET track = 'information' WHERE ref = 'MINI-2026-0001'", "says another track"),
        ("UPDATE proposal SET not_heard = '{}' WHERE ref = 'MINI-2026-0002'", "another not_heard"),
        ("DELETE FROM proposal WHERE ref = 'MINI-2026-0002'", "of which the tables have no row"),
        ("DELETE FROM proposal_text WHERE ref = 'MINI-2026-0002'", "has no words beside it"),
        ("UPDATE proposal_text SET title = 'Other' WHERE ref = 'MINI-2026-0002'", "other words than their digest"),
        ("UPDATE proposal_text SET search = '' WHERE ref = 'MINI-2026-0002'", "is found by other words"),
        ("UPDATE proposal_text SET regions = '{Asia}', digest = digest WHERE ref = 'MINI-2026-0002'", "MINI-2026-0002"),
        ("UPDATE forum SET registry_version = 3 WHERE forum = 'mini'", "says version 3 of the registry"),
        ("UPDATE ref_counter SET last_number = 9 WHERE forum = 'mini'", "9 was given out last"),
        ("UPDATE token SET account = 'mini/admin' WHERE account = 'mini/cp-FR'", "but was issued to mini/cp-FR"),
        ("DELETE FROM token WHERE account = 'mini/cp-FR'", "lack the token"),
        ("UPDATE lifecycle SET final = '{}'", "other states or edges"),
        ("UPDATE lifecycle_edge SET to_state = 'reported' WHERE transition = 'confirm'", "other states or edges"),
        ("DELETE FROM forum_lifecycle WHERE forum = 'mini'", "lack the lifecycle"),
    ]

    @Test(arguments: AuditTests.differences)
    func itNamesTheFirstPlaceThatDiffers(_ sql: String, _ sentence: String) async throws {
        try await scene { world, server, ref in
            let auditor = try await world.server.user("auditor")
            try await server.user("auditor").ok("CHECKPOINT mini")
            let owner = try await world.database.connect(role: .superuser)
            try await owner.runScript(
                """
                ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
                SET session_replication_role = replica;
                \(sql.replacing("MINI-2026", with: String(ref.dropLast(5))))
                """)
            await owner.close()
            let answer = try await auditor.ok("AUDIT mini")
            #expect(answer["sound"] == false)
            let told = answer["differs"]?["sentence"]?.string ?? ""
            #expect(told.contains(sentence.replacing("MINI-2026", with: String(ref.dropLast(5)))), "\(told)")
        }
    }
}
