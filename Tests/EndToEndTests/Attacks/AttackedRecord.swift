import Bundles
import CanonicalJSON
import CivilTime
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import TestSupport

@testable import Signing
@testable import Terminal

/// A living record that is signed as it grows and followed by a witness, and what its observers remember of it.
struct AttackedRecord: Sendable {
    static let wanted: Int64 = 2000
    /// How often it was signed while it grew.
    static let stages: Int64 = 10
    /// Copies of all tables: as they are in the end, and as they were at some stages.
    static let full = "kept_full"
    static let early = ["kept_early_4", "kept_early_6", "kept_early_8"]
    static let tables = [
        "event", "forum_head", "forum", "proposal", "proposal_text", "ref_counter", "request", "token", "lifecycle",
        "lifecycle_edge", "forum_lifecycle", "signer", "tile", "checkpoint", "divergence", "personal",
    ]

    /// By what a row is found in a copy of a table that is not small.
    static let keys = [
        "event": "s.forum = t.forum AND s.position = t.position", "proposal": "s.ref = t.ref",
        "proposal_text": "s.ref = t.ref", "tile": "s.index = t.index AND s.width = t.width AND s.level = t.level",
        "token": "s.hash = t.hash", "personal": "s.commitment = t.commitment",
    ]

    let database: TestDatabase
    let policy: WitnessPolicy
    /// The checkpoints with the witness's cosignature, by their text.
    let notes: [String: SignedNote]
    let witness: Witness
    let log: NoteSigner
    /// The files of the signer's folder.
    let files: [String: [UInt8]]
    let size: Int64
    let events: [StoredEvent]
    let admin: Caller
    let writer: Caller

    /// The proposal on which something was done last.
    var lastRef: String? {
        events.last { $0.sealed.event.stream != Event.registryStream }?.sealed.event.stream
    }

    /// Lives a record's life on a database of its own.
    static func live() async throws -> AttackedRecord {
        let database = try await TestDatabase.create(.seeded)
        let server = try await TestServer.start(conninfo: database.conninfo())
        do {
            let record = try await live(World(database: database, servers: [server]), server)
            await server.stop()
            return record
        } catch {
            await server.stop()
            throw error
        }
    }

    private static func live(_ world: World, _ server: TestServer) async throws -> AttackedRecord {
        let folder = try TestRoot.makeDirectory("attacked")
        let signing = RecordSigner(folder: folder, store: server.store)
        let cosigner = try NoteSigner(name: "w0.example", kind: .cosignature, seed: Array(repeating: 60, count: 32))
        var witness: Witness?
        var notes: [String: SignedNote] = [:]
        let owner = try await world.database.connect(role: .superuser)
        try await owner.runScript(
            "ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;")
        for stage in 1...stages {
            try await world.live(events: wanted * stage / stages, proposals: 24, seed: UInt64(stage))
            // A deadline that passes after the last checkpoint would be an event that nobody signed.
            if stage == stages { await server.standStill() }
            guard await signing.sign("mini") == .signed,
                let bytes = try await server.store.checkpoint(forum: "mini", size: nil),
                let key = try await server.store.signerKey(forum: "mini")
            else { throw Unexpected("the record was not signed") }
            var note = try SignedNote(parsing: bytes)
            var following = try witness ?? Witness(log: NoteKey(text: key), signer: cosigner)
            let seconds = try await server.service.now().microseconds / 1_000_000
            let proof = try await AttackObserver.proof(for: following, note, server.store)
            guard case .keepThenCosign(let signature) = following.noteShown(bytes, proof, at: seconds) else {
                throw Unexpected("the witness did not cosign")
            }
            note.add(signature)
            notes[note.text] = note
            witness = following
            let copy = stage == stages ? full : "kept_early_\(stage)"
            if stage == stages || early.contains(copy) { try await keep(copy, owner) }
        }
        await owner.close()
        let length = try await world.length("mini")
        var files: [String: [UInt8]] = [:]
        for name in ["signing-key", "signer-state"] { files[name] = try LocalFile.bytes("\(folder)/mini/\(name)") }
        let log = try NoteSigner(file: files["signing-key"] ?? [])
        let cast = try await Cast.of("mini", server.service)
        guard let witness else { throw Unexpected("there is no witness") }
        return AttackedRecord(
            database: world.database,
            policy: try WitnessPolicy(
                lines: ["log \(log.key.text)", "witness W0 \(cosigner.key.text)", "quorum W0"]),
            notes: notes, witness: witness, log: log, files: files, size: length,
            events: try await server.store.record(forum: "mini", after: -1, limit: 100_000),
            admin: try cast.caller("admin"), writer: try cast.caller("pr-FR"))
    }

    private static func keep(_ copy: String, _ owner: PostgresConnection) async throws {
        let copies = tables.map { "CREATE TABLE \(copy).\($0) AS TABLE public.\($0);" }.joined(separator: "\n")
        try await owner.runScript("CREATE SCHEMA \(copy);\n\(copies)")
    }

    /// The same record on a copy of its database, for another worker.
    func copied() async throws -> AttackedRecord {
        return AttackedRecord(
            database: try await database.copied(), policy: policy, notes: notes,
            witness: witness, log: log, files: files, size: size, events: events, admin: admin, writer: writer)
    }
}
