import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import Record
import TestSupport
import Testing

/// A record with something in every table that an audit compares: signed checkpoints with cosignatures, proposals with contacts and
/// documents, values that were erased, answers kept with keys.
struct AuditScene: Sendable {
    let world: World
    /// A server that signs, and whose policy names the witness.
    let server: TestServer
    let witness: NoteSigner
    /// In circulation; `MINI-…-0001`.
    let ref: String
    /// Filed on two proposals, and longer than what an audit reads at a time.
    let paper: Paper

    static func with(_ body: (AuditScene) async throws -> Void) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let other = try await world.circulated("Workshop two", of: "mini")
            let witness = try NoteSigner(
                name: "witness.example.org", kind: .cosignature, seed: Array(repeating: 7, count: 32))
            let policy = try WitnessPolicy(lines: ["witness one \(witness.key.text)", "quorum one"])
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), signer: try TestRoot.makeDirectory("signer"), policy: policy)
            let scene = AuditScene(
                world: world, server: server, witness: witness, ref: ref,
                paper: Paper("long.pdf", size: 600_000, seed: 5))
            do {
                try await scene.fill(other)
                try await body(scene)
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    private func fill(_ other: String) async throws {
        let proposer = try await server.user("pr-FR")
        try await proposer.send(paper, on: ref)
        try await proposer.send(paper, on: other)
        try await proposer.send(Paper("short.pdf", size: 5000, seed: 6), on: ref)
        var fields = Activity.complete("Meeting three")
        fields["organisers"] = [["partner": "DE", "contact": "A desk, desk@example.org"], ["partner": "JP"]]
        let third = try #require(try await proposer.ok("DRAFT mini key=draft-3", fields)["ref"]?.string)
        fields["organisers"] = [
            ["partner": "DE", "contact": "Another desk"], ["partner": "JP", "contact": "A third"],
        ]
        try await proposer.ok("REVISE \(third) key=revise-3", ["organisers": fields["organisers"] ?? .null])
        // An answer that tells of no event.
        try await proposer.ok("REVISE \(third) key=nothing-3", ["title": "Meeting three"])
        try await proposer.ok("NOTE \(ref) key=note", ["text": "A note"])
        try await proposer.ok("NOTE \(ref) key=forgotten", ["text": "Another note"])
        try await server.user("cp-TH").ok("POSITION \(ref) support key=note")
        try await cosign()
        let connection = try await world.database.connect(role: .owner)
        try await connection.runScript(
            """
            UPDATE personal SET salt = NULL, value = NULL, erased_at = now()
            WHERE forum = 'mini' AND (value LIKE 'A desk%' OR subject = 'mini/host');
            UPDATE request SET answer = NULL WHERE key = 'forgotten';
            """)
        await connection.close()
    }

    /// Has the record signed and cosigned as it stands.
    func cosign() async throws {
        let auditor = try await server.user("auditor")
        let checkpoint = try await auditor.ok("CHECKPOINT mini")
        let note = try SignedNote(parsing: Array(try #require(checkpoint["note"]?.string).utf8))
        let line = try witness.cosignature(of: note.text, at: 1_800_000_000).line
        let taken = try await auditor.ok(
            "COSIGN mini", ["size": try #require(checkpoint["size"]), "line": .string(line)])
        #expect(taken["new"] == true)
        await auditor.leave()
    }

    var record: AuditedRecord { AuditedRecord(database: world.database, ref: ref) }

    /// The same record where nobody serves it: filled once, copied for each thing that is done to it.
    static let filled = Task {
        var left: AuditedRecord?
        try await AuditScene.with { left = $0.record }
        return try #require(left)
    }
}

/// A database with such a record.
struct AuditedRecord: Sendable {
    let database: TestDatabase
    /// In circulation; `MINI-…-0001`.
    let ref: String

    /// A server on a copy of its own.
    func served(_ body: (AuditedRecord, TestServer) async throws -> Void) async throws {
        let copy = AuditedRecord(database: try await database.copied(), ref: ref)
        let server = try await TestServer.start(conninfo: copy.database.conninfo())
        do {
            try await body(copy, server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        try await copy.database.drop()
    }

    /// Does something as a superuser, past every check of the database. `MINI-2026` stands for the refs of this year, whichever it is.
    func attack(_ sql: String) async throws {
        let owner = try await database.connect(role: .superuser)
        try await owner.runScript(
            """
            ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
            ALTER TABLE document DROP CONSTRAINT document_digest, DROP CONSTRAINT document_size;
            ALTER TABLE personal DROP CONSTRAINT personal_commitment, DROP CONSTRAINT personal_erased;
            SET session_replication_role = replica;
            \(named(sql))
            """)
        await owner.close()
    }

    /// A text with the refs as they are in this year.
    func named(_ text: String) -> String { text.replacing("MINI-2026", with: String(ref.dropLast(5))) }
}
