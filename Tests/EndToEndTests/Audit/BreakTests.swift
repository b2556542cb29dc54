import Bundles
import CanonicalJSON
import Glibc
import HTTPServer
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Record
import TestSupport
import TestWeb
import Testing

@testable import ClientCommands
@testable import ServerCommands
@testable import Terminal

/// A record that broke with what was signed: no server writes to it, also after a restart, until a person begins it anew.
@Suite struct BreakTests {
    /// What a test begins with: a signed record, and the server that signs it gone, so that its folder is free.
    private func signedRecord(
        _ body: (World, _ folder: String, _ ref: String, _ key: String) async throws -> Void
    ) async throws {
        try await World.with(servers: 2) { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let folder = try TestRoot.makeDirectory("signer")
            let key = try await signing(world, folder) { server in
                try await server.user("auditor").ok("CHECKPOINT mini")["key"]?.string ?? ""
            }
            try await body(world, folder, ref, key)
        }
    }

    /// A server that signs, for a while.
    private func signing<Value: Sendable>(
        _ world: World, _ folder: String, _ body: (TestServer) async throws -> Value
    ) async throws -> Value {
        let server = try await TestServer.start(conninfo: world.database.conninfo(), signer: folder)
        do {
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    private func attack(_ world: World, _ sql: String) async throws {
        let connection = try await world.database.connect(role: .superuser)
        try await connection.runScript("SET session_replication_role = replica; \(sql)")
        await connection.close()
    }

    private func epoch(_ world: World, _ folder: String, reason: String = "The disk failed") -> NewEpoch {
        NewEpoch(
            forum: "mini", reason: reason, folder: folder, conninfo: world.database.conninfo(role: .owner))
    }

    /// Takes the last event away with everything that stands on it, as an old backup would.
    private static let cut = """
        DELETE FROM event WHERE forum = 'mini' AND stream <> 'registry' AND version > 1;
        UPDATE proposal AS p SET (version, state, last_digest, recorded_at) = (
                SELECT version, to_state, digest, recorded_at FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref),
            round = NULL, track = NULL, has_open_round = false, closes = NULL, not_heard = '{}', asks = NULL, is_shared = false
            WHERE forum = 'mini';
        UPDATE forum_head SET next_position = (SELECT max(position) + 1 FROM event WHERE forum = 'mini') WHERE forum = 'mini';
        """

    @Test func everyServerRefusesUntilARecordIsBegunAnew() async throws {
        try await signedRecord { world, folder, ref, key in
            try await attack(world, Self.cut)
            await #expect(throws: NewEpoch.Fault.self) { _ = try await epoch(world, folder).begin() }
            try await signing(world, folder) { server in
                guard case .diverged(let why) = await server.service.sign("mini") else { throw Unexpected("signed") }
                #expect(why.contains("the end of it is gone"))
                // The folder is the signer's as long as it runs.
                await #expect(throws: FolderFault.self) { _ = try await epoch(world, folder).begin() }
            }
            // Servers without a signer, one of them started before, and one after it was found.
            let late = try await TestServer.start(conninfo: world.database.conninfo())
            for server in world.servers + [late] {
                let refusal = try await server.user("pr-FR").refused("DRAFT mini", ["title": "More"])
                #expect(refusal.code == .recordDiverged && refusal.message.contains("the end of it is gone"))
                let checkpoint = try await server.user("auditor").ok("CHECKPOINT mini")
                #expect(checkpoint["diverged"]?.string?.contains("the end of it is gone") == true)
            }
            // The other forum goes on.
            _ = try await world.draft("Elsewhere", of: "asem")

            let begun = try await epoch(world, folder).begin()
            #expect(begun.new.origin == "chancery/mini/epoch-2" && begun.old.origin == "chancery/mini")
            #expect(begun.new.size == (try await world.length("mini")) && begun.new.size < begun.old.size)
            for server in world.servers + [late] {
                try await server.user("pr-FR").ok("DRAFT mini", ["title": "More"])
            }
            await late.stop()
            try await goesOn(world, folder, key, begun)
            await #expect(throws: NewEpoch.Fault.self) { _ = try await epoch(world, folder).begin() }
        }
    }

    /// The new epoch is signed, and its bundles tell of the break.
    private func goesOn(_ world: World, _ folder: String, _ key: String, _ begun: EpochBreak) async throws {
        try await signing(world, folder) { server in
            let auditor = try await server.user("auditor")
            let checkpoint = try await auditor.ok("CHECKPOINT mini")
            #expect(checkpoint["origin"]?.string == begun.new.origin && checkpoint["diverged"] == nil)
            #expect((checkpoint["size"]?.integer ?? 0) > begun.new.size)
            let told = try #require(checkpoint["breaks"]?.array?.last?.object)
            let oldKey = try NoteKey(text: try #require(told["old_key"]?.string))
            #expect(oldKey.text == key && told["epoch"] == 2)
            let note = try SignedNote(parsing: Array(try #require(told["note"]?.string).utf8))
            #expect(try EpochBreak(verifying: note, signedBy: oldKey) == begun)
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
            let policy = try WitnessPolicy(
                lines: ["log \(try #require(checkpoint["key"]?.string))", "quorum none"])
            let text = try await auditor.rows("EXPORT mini").compactMap { $0["text"]?.string }.joined()
            let report = try BundleVerifier.verify(Array(text.utf8), trusted: policy)
            #expect(report.verdict == .sound && report.breaks == [begun], "\(report.irregularities)")
            try await hasFilesOfItsOwn(world, policy, begun)
        }
    }

    /// The new log has addresses of its own; those of the old one say where it is.
    private func hasFilesOfItsOwn(_ world: World, _ policy: WitnessPolicy, _ begun: EpochBreak) async throws {
        let server = try await TestServer.start(conninfo: world.database.conninfo(), policy: policy)
        var log = HTTPLog(address: server.web.address, key: try #require(policy.logs.first?.key))
        for path in ["/checkpoint", "/tile/0/000.p/1"] {
            let answer = try await log.ask(path)
            #expect(answer.status == 404 && answer.text.contains(begun.new.origin), "\(answer.text)")
        }
        log.prefix += "/epoch-2"
        let checkpoint = try await log.checkpoint()
        #expect(checkpoint.origin == begun.new.origin)
        #expect(try await log.root(at: checkpoint.size) == checkpoint.root)
        await server.stop()
    }

    /// A history that does not follow is nothing to begin with: nobody could read it, or write on.
    @Test func noEpochBeginsWithAHistoryThatDoesNotFollow() async throws {
        try await signedRecord { world, folder, ref, _ in
            try await attack(
                world,
                """
                UPDATE event AS e SET bytes = n.bytes, digest = sha256(n.bytes), leaf_hash = sha256('\\x00'::bytea || n.bytes)
                FROM (SELECT position, convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '"previous":"[0-9a-f]+"',
                        '"previous":"' || repeat('0', 64) || '"'), 'UTF8') AS bytes
                    FROM event WHERE forum = 'mini' AND stream = '\(ref)' AND version = 2) AS n
                WHERE e.forum = 'mini' AND e.position = n.position
                """)
            #expect(try await world.server.user("auditor").ok("AUDIT mini")["differs"]?["record"] == true)
            do {
                _ = try await epoch(world, folder).begin()
                Issue.record("an epoch began")
            } catch let fault as NewEpoch.Fault {
                #expect(fault.description.contains("of \(ref) does not follow version 1"), "\(fault)")
            }
            // Nothing was begun, and nothing that was signed is lost.
            #expect(try await world.server.user("auditor").ok("CHECKPOINT mini")["origin"] == "chancery/mini")
        }
    }

    @Test func whatAnAuditFindsStopsTheWritesToo() async throws {
        try await signedRecord { world, folder, ref, _ in
            try await attack(
                world,
                """
                UPDATE tile SET hashes = sha256('x') || substr(hashes, 33) WHERE forum = 'mini' AND level = 0
                """)
            let auditor = try await world.servers[0].user("auditor")
            #expect(try await auditor.ok("AUDIT mini")["differs"]?["record"] == true)
            let refusal = try await world.servers[1].user("pr-FR").refused("NOTE \(ref)", ["text": "two"])
            #expect(refusal.code == .recordDiverged && refusal.message.contains("other hashes than the events"))
            _ = try await epoch(world, folder).begin()
            try await world.servers[1].user("pr-FR").ok("NOTE \(ref)", ["text": "two"])
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
        }
    }

    /// Whoever has the serving role can close a record. An audit says so, though everything else fits, and a new epoch opens it again: for
    /// that one nobody can close it beforehand.
    @Test func aRecordThatWasClosedForNoReasonIsNotCalledSound() async throws {
        try await signedRecord { world, folder, ref, _ in
            let intruder = try await world.database.connect(role: .app)
            func close(_ epoch: Int) async throws {
                try await intruder.runScript(
                    "INSERT INTO divergence (forum, epoch, why) VALUES ('mini', \(epoch), 'just so')")
            }
            await #expect(throws: PostgresError.self) { try await close(2) }
            try await close(1)
            let auditor = try await world.server.user("auditor")
            let audit = try await auditor.ok("AUDIT mini")
            #expect(audit["sound"] == false && audit["differs"]?["record"] == false, "\(audit)")
            #expect(audit["differs"]?["sentence"]?.string?.contains("says: just so; find out who") == true, "\(audit)")
            let proposer = try await world.server.user("pr-FR")
            #expect(try await proposer.refused("NOTE \(ref)", ["text": "one"]).code == .recordDiverged)
            _ = try await epoch(world, folder).begin()
            try await proposer.ok("NOTE \(ref)", ["text": "one"])
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
            await intruder.close()
        }
    }

    /// A list that differs is no break with what was signed, and nobody can claim one for a record that nobody signs.
    @Test func otherDifferencesStopNothing() async throws {
        try await signedRecord { world, _, ref, _ in
            try await attack(world, "UPDATE ref_counter SET last_number = 9 WHERE forum = 'mini'")
            let auditor = try await world.server.user("auditor")
            #expect(try await auditor.ok("AUDIT mini")["differs"]?["record"] == false)
            try await world.server.user("pr-FR").ok("NOTE \(ref)", ["text": "two"])
            let other = try await world.draft("Elsewhere", of: "asem")
            try await attack(
                world,
                """
                DELETE FROM checkpoint WHERE forum = 'asem'; DELETE FROM tile WHERE forum = 'asem';
                DELETE FROM signer WHERE forum = 'asem';
                UPDATE event SET account = 'asem/nobody' WHERE forum = 'asem' AND position = 3
                """)
            #expect(try await world.user("auditor", of: "asem").ok("AUDIT asem")["differs"]?["record"] == true)
            try await world.user("pr-FR", of: "asem").ok("NOTE \(other)", ["text": "two"])
        }
    }

    /// The folder remembers an epoch that the database has forgotten, and the second break comes with the first.
    @Test func aDatabaseThatForgotTheBreakIsFoundOut() async throws {
        try await signedRecord { world, folder, _, key in
            try await attack(world, Self.cut)
            try await signing(world, folder) { _ = await $0.service.sign("mini") }
            let first = try await epoch(world, folder).begin()
            // As a backup of before would have it.
            try await attack(
                world,
                """
                DELETE FROM record_break; DELETE FROM divergence; DELETE FROM checkpoint; DELETE FROM tile;
                UPDATE signer SET key = '\(key)' WHERE forum = 'mini'
                """)
            try await signing(world, folder) { server in
                guard case .diverged = await server.service.sign("mini") else { throw Unexpected("signed") }
            }
            let second = try await epoch(world, folder, reason: "An old backup").begin()
            #expect(second.old.origin == first.new.origin && second.new.origin == "chancery/mini/epoch-3")
            try await signing(world, folder) { server in
                let auditor = try await server.user("auditor")
                let checkpoint = try await auditor.ok("CHECKPOINT mini")
                #expect(checkpoint["breaks"]?.array?.count == 2)
                let text = try await auditor.rows("EXPORT mini").compactMap { $0["text"]?.string }.joined()
                let report = try BundleVerifier.verify(Array(text.utf8), trusted: nil)
                #expect(report.breaks == [first, second])
            }
        }
    }

    /// An act that cannot go on leaves everything as it was, and one that was cut short is finished.
    @Test func itIsAllOrNothing() async throws {
        try await signedRecord { world, folder, _, _ in
            try await attack(
                world,
                "ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;"
                    + "UPDATE event SET bytes = bytes || ' ' WHERE forum = 'mini' AND position = 9")
            #expect(try await world.server.user("auditor").ok("AUDIT mini")["sound"] == false)
            await #expect(throws: NewEpoch.Fault.self) { _ = try await epoch(world, folder).begin() }
            #expect(try await world.server.store.breaks(forum: "mini").isEmpty)
            #expect(try await world.server.store.checkpoint(forum: "mini", size: nil) != nil)
            try await attack(
                world,
                "UPDATE event SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE forum = 'mini' AND position = 9")
            let before = try LocalFile.bytes(folder + "/mini/signing-key")
            let begun = try await epoch(world, folder).begin()
            // As if the process had ended after the commit.
            try LocalFile.writePrivate(String(decoding: before, as: UTF8.self), to: folder + "/mini/signing-key.old")
            #expect(rename(folder + "/mini/signing-key.old", folder + "/mini/signing-key") == 0)
            #expect(try await epoch(world, folder).begin() == begun)
            try await signing(world, folder) { server in
                #expect(await server.service.sign("mini") == .signed)
            }
        }
    }
}
