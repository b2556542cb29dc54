import Bundles
import CanonicalJSON
import Glibc
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import Synchronization
import TestSupport
import Testing

@testable import ServerLog
@testable import Signing
@testable import Terminal

/// The signed record over the line: leaf hashes, checkpoints, bundles, and what the signer refuses.
@Suite struct SignedRecordTests {
    /// A server that signs, on a world's database, with a proposal in circulation.
    private func scene(
        _ body: (World, TestServer, _ folder: String, _ ref: String) async throws -> Void
    ) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let folder = try TestRoot.makeDirectory("signer")
            let server = try await TestServer.start(conninfo: world.database.conninfo(), signer: folder)
            do { try await body(world, server, folder, ref) } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    private func bundle(_ subject: String, _ user: User) async throws -> [UInt8] {
        Array(try await user.rows("EXPORT \(subject)").compactMap { $0["text"]?.string }.joined().utf8)
    }

    private func policy(_ checkpoint: JSONObject) throws -> WitnessPolicy {
        try WitnessPolicy(lines: ["log \(try #require(checkpoint["key"]?.string))", "quorum none"])
    }

    @Test func everyWriteIsAnsweredWithItsLeaf() async throws {
        try await scene { world, server, _, ref in
            let proposer = try await server.user("pr-FR")
            let first = try await proposer.ok("NOTE \(ref) key=leaf-1", ["text": "one"])
            let position = try #require(first["position"]?.integer)
            let stored = try await server.store.record(forum: "mini", after: position - 1, limit: 1)
            #expect(first["leaf"]?.string == MerkleTree.leafHash(try #require(stored.first).sealed.bytes).hex)
            let again = try await proposer.ok("NOTE \(ref) key=leaf-1", ["text": "one"])
            #expect(
                again["repeated"] == true && again["leaf"] == first["leaf"] && again["position"] == first["position"])
        }
    }

    @Test func checkpointsAndBundles() async throws {
        try await scene { world, server, folder, ref in
            let (auditor, proposer) = (try await server.user("auditor"), try await server.user("pr-FR"))
            let first = try await proposer.ok("CHECKPOINT mini")
            #expect(first["size"] == .integer(try await world.length("mini")))
            #expect(first["witnessed"] == nil, "no quorum is asked for")
            let trusted = try policy(first)
            let note = try SignedNote(parsing: Array(try #require(first["note"]?.string).utf8))
            #expect(try trusted.check(note).checkpoint.root.hex == first["root"]?.string)
            for subject in ["mini", ref] {
                let bytes = try await bundle(subject, auditor)
                let report = try BundleVerifier.verify(bytes, trusted: trusted)
                #expect(report.verdict == .sound, "\(report.irregularities)")
                #expect(report.checkpoint.size == first["size"]?.integer && report.isPolicyOwn)
                for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
                    var damaged = bytes
                    damaged[place] ^= 1
                    #expect(throws: BundleFault.self) { try BundleVerifier.verify(damaged, trusted: trusted) }
                }
            }
            // The record grows, and the next checkpoint with it; the older one is still there.
            let position = try #require(try await proposer.ok("NOTE \(ref)", ["text": "one"])["position"]?.integer)
            let next = try await proposer.ok("CHECKPOINT mini")
            #expect(next["size"] == .integer(position + 1) && next["key"] == first["key"])
            #expect(try await proposer.ok("CHECKPOINT mini size=\(position)")["note"] == first["note"])
            #expect(try await proposer.refused("CHECKPOINT mini size=1").code == .notFound)
            #expect(try await proposer.refused("EXPORT mini").code == .forbidden)
            #expect(try await proposer.refused("EXPORT FAKE-2026-0001").code == .notFound)
            #expect(try await proposer.refused("EXPORT nothing").code == .notFound)
            #expect(try BundleVerifier.verify(try await bundle(ref, proposer), trusted: trusted).verdict == .sound)
            #expect(FileFacts(folder + "/mini/signing-key")?.permissions == 0o600)
        }
    }

    @Test func oneSignerARecord() async throws {
        try await scene { world, server, folder, _ in
            let checkpoint = try await server.user("auditor").ok("CHECKPOINT mini")
            // A server without a signer has the checkpoint too.
            let reader = try await world.server.user("auditor")
            #expect(try await reader.ok("CHECKPOINT mini")["note"] == checkpoint["note"])
            // Another process with the folder is kept out by the lock, one with another key by the database.
            let locked = RecordSigner(folder: folder, store: server.store)
            guard case .notSigned(let why) = await locked.sign("mini") else { throw Unexpected("two signers") }
            #expect(why.contains("is locked"))
            let told = Mutex<[String]>([])
            var console = Console.process
            console.writeError = { line in told.withLock { $0.append(line) } }
            let other = RecordSigner(
                folder: try TestRoot.makeDirectory("other"), store: server.store, log: LogSettings().logger(console))
            for _ in 0..<3 {
                guard case .notSigned(let why) = await other.sign("mini") else { throw Unexpected("two keys") }
                #expect(why.hasPrefix("another key signs this record"))
            }
            // The operator is told once.
            let lines = told.withLock { $0 }
            #expect(lines.count == 1 && lines[0].contains("the record of mini is not signed: another key signs"))
        }
    }

    /// What somebody does past every check of the database, and how the signer finds it.
    @Test(
        arguments: [
            ("UPDATE event SET bytes = bytes || ' ' WHERE forum = 'mini' AND position = {new}", "the bytes of event"),
            ("DELETE FROM event WHERE forum = 'mini' AND position = {new}", "event"),
            ("DELETE FROM event WHERE forum = 'mini' AND position >= {last}", "the end of it is gone"),
            ("UPDATE forum_head SET next_position = {last} WHERE forum = 'mini'", "the end of it is gone"),
            ("DELETE FROM tile WHERE forum = 'mini'", "are not those that were signed"),
            ("UPDATE tile SET hashes = sha256('x') || substr(hashes, 33) WHERE forum = 'mini'", "are not those"),
        ])
    func aRecordThatDivergedTakesNoMoreWrites(_ attack: String, _ finding: String) async throws {
        try await scene { world, server, folder, ref in
            let proposer = try await server.user("pr-FR")
            // Through the other server, and this one does nothing by itself: it signs only when it is asked.
            await server.standStill()
            let writer = try await world.server.user("pr-FR")
            let size = try #require(try await proposer.ok("CHECKPOINT mini")["size"]?.integer)
            if attack.contains("{new}") { try await writer.ok("NOTE \(ref)", ["text": "one"]) }
            let owner = try await world.database.connect(role: .superuser)
            let sql = attack.replacing("{new}", with: "\(size)").replacing("{last}", with: "\(size - 1)")
            try await owner.runScript(
                """
                ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
                SET session_replication_role = replica;
                \(sql)
                """)
            await owner.close()
            guard case .diverged(let why) = await server.service.sign("mini") else {
                throw Unexpected("signed what diverged")
            }
            #expect(why.contains(finding))
            let refusal = try await proposer.refused("NOTE \(ref)", ["text": "two"])
            #expect(refusal.code == .recordDiverged && refusal.object["forum"] == "mini")
            // The other forum goes on, and so does reading.
            #expect(try await proposer.ok("CHECKPOINT mini")["size"] == .integer(size))
            // It is kept on the disk for the next start.
            #expect(try LocalFile.text(folder + "/mini/signer-state").contains("\ndiverged no\n") == false)
        }
    }

    @Test func withoutACheckpointItSaysSo() async throws {
        try await World.with { world in
            let auditor = try await world.user("auditor", of: "mini")
            for words in ["EXPORT mini", "CHECKPOINT mini"] {
                let failure = try await auditor.refused(words)
                #expect(failure.code == .notFound)
                #expect(failure.message == "there is no checkpoint of mini yet: this server has no signer")
            }
        }
    }
}
