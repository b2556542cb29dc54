import CanonicalJSON
import CivilTime
import Foundation
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Record
import TestSupport
import Testing

@testable import ServerCommands

/// How the stages were written, each once. A schema that makes new rows possible gets a stage of its own in the same way; those that are
/// there are never written again.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["CHANCERY_WRITE_FILLED"] != nil))
struct FilledStageWriting {
    @Test func write() async throws {
        let database = try await TestDatabase.create(.migrated)
        try await turnBack(database)
        let folder = try TestRoot.makeDirectory("signer")
        try await fill(database, folder)
        try await breaking(database, folder)
        try await check(database, folder)
        try await dump(database)
    }

    /// Each server is gone at the end of its function: the folder is its signer's as long as it lives.
    private func fill(_ database: TestDatabase, _ folder: String) async throws {
        let witness = try NoteSigner(
            name: "witness.example.org", kind: .cosignature, seed: Array(repeating: 7, count: 32))
        let policy = try WitnessPolicy(lines: ["witness one \(witness.key.text)", "quorum one"])
        let server = try await TestServer.start(conninfo: database.conninfo(), signer: folder, policy: policy)
        let world = World(database: database, servers: [server])
        let token = try #require(try await server.service.bootstrap())
        Seed.keep(token, of: "server/admin")
        let root = try await server.login("server/admin", token: token)
        for forum in ["mini", "papers", "broken"] {
            var seed = try ForumSeed.mini()
            seed.id = forum
            seed.settings["ref_prefix"] = .string(forum.uppercased())
            try await Seed.load(seed, root)
        }
        try await world.live(events: 250, proposals: 16)
        try await decided(world)
        try await keyed(world)
        try await papers(world)
        _ = try await world.circulated("Seminar one", of: "broken")
        try await cosign(world, "mini", witness)
        for forum in ["server", "papers", "broken"] { #expect(await server.service.sign(forum) == .signed) }
        await server.stop()
    }

    private func check(_ database: TestDatabase, _ folder: String) async throws {
        let server = try await TestServer.start(conninfo: database.conninfo(), signer: folder)
        for forum in ["mini", "papers", "broken", "server"] {
            #expect(await server.service.sign(forum) == .signed)
            let name = forum == "server" ? "server/admin" : "\(forum)/auditor"
            let audit = try await server.login(name, token: try Seed.token(name)).ok("AUDIT \(forum)")
            #expect(audit["sound"] == true, "\(audit)")
        }
        await server.stop()
    }

    /// The programs of then see a clock of then: whoever reads the stages has a later one, whatever it says.
    func turnBack(_ database: TestDatabase) async throws {
        let connection = try await database.connect(role: .superuser)
        try await connection.runScript(
            """
            CREATE TABLE public.turned AS SELECT pg_catalog.clock_timestamp() - '2024-03-01 09:00+00'::timestamptz AS back;
            GRANT SELECT ON public.turned TO PUBLIC;
            CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                $$ SELECT pg_catalog.clock_timestamp() - back FROM public.turned $$;
            ALTER DATABASE \(Conninfo.identifier(database.name)) SET search_path = public, pg_catalog;
            """)
        await connection.close()
    }

    /// Proposals all the way: one reported, one deferred, one that its SOM blessed, one with a reservation, one given up.
    private func decided(_ world: World) async throws {
        var refs: [String] = []
        for title in ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"] {
            refs.append(try await world.circulated("\(title) \(title)ish", of: "mini"))
        }
        func user(_ slug: String) async throws -> User { try await world.user(slug, of: "mini") }
        let (proposer, leader, coordinator) = (
            try await user("pr-FR"), try await user("som-TH"), try await user("rc-ASEAN")
        )
        for ref in refs.prefix(3) {
            for partner in ["DE", "FR", "JP", "TH"] { try await user("cp-\(partner)").ok("POSITION \(ref) support") }
            try await coordinator.ok("ADVANCE \(ref) confirm")
        }
        let day = JSONValue.string(try await world.today().description)
        for ref in [refs[0], refs[2]] { try await leader.ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"]) }
        try await user("board").ok(
            "PUBLISH \(refs[0])", ["url": "https://example.org/alpha", "fields": ["title", "starts"]])
        try await proposer.ok("IMPLEMENTED \(refs[0])", ["starts": day, "ends": day])
        try await proposer.ok(
            "ADVANCE \(refs[0]) report",
            ["outcomes": "They met.", "partners_participating": 4, "meeting": "SOM-1", "channel": "direct"])
        try await leader.ok("ADVANCE \(refs[2]) recall", ["reason": "Too early."])
        try await proposer.ok("INVITE \(refs[1])", ["invitee": "A commission", "event": "The opening"])
        for partner in ["DE", "FR", "JP", "TH"] {
            try await user("cp-\(partner)").ok("POSITION \(refs[1]) support", ["invitation": 1])
        }
        try await leader.ok("INVITE \(refs[1])", ["invitation": 1, "decision": "agreed", "meeting": "SOM-1"])
        try await leader.ok("ADVANCE \(refs[1]) defer", ["meeting": "SOM-1", "reason": "Later."])
        try await user("cp-DE").ok(
            "POSITION \(refs[3]) reservation", ["reason": "The cost.", "resolves": "Less of it."])
        try await proposer.ok("ADVANCE \(refs[4]) withdraw", ["reason": "Given up."])
    }

    /// Answers that are kept, one of them erased; contacts, one of them erased.
    private func keyed(_ world: World) async throws {
        let ref = try await world.circulated("Keyed", of: "mini")
        let proposer = try await world.user("pr-FR", of: "mini")
        var fields = Activity.complete("Meeting three")
        fields["organisers"] = [["partner": "DE", "contact": "A desk, desk@example.org"], ["partner": "JP"]]
        try await proposer.ok("DRAFT mini key=draft", fields)
        try await proposer.ok("NOTE \(ref) key=note", ["text": "A note"])
        try await proposer.ok("NOTE \(ref) key=forgotten", ["text": "Another note"])
        try await world.user("cp-TH", of: "mini").ok("POSITION \(ref) support key=note")
        let connection = try await world.database.connect(role: .owner)
        try await connection.runScript(
            """
            UPDATE personal SET salt = NULL, value = NULL, erased_at = now() WHERE forum = 'mini' AND value LIKE 'A desk%';
            UPDATE request SET answer = NULL WHERE key = 'forgotten';
            """)
        await connection.close()
    }

    /// A document that was filed, and one of which only the first part has come.
    private func papers(_ world: World) async throws {
        let ref = try await world.circulated("Seminar one", of: "papers")
        let proposer = try await world.user("pr-FR", of: "papers")
        try await proposer.send(Paper("short.pdf", size: 300, seed: 6), on: ref)
        try await proposer.send(
            Paper("long.pdf", size: Paper.part + 100, seed: 5), on: ref, upTo: Paper.part)
    }

    private func cosign(_ world: World, _ forum: String, _ witness: NoteSigner) async throws {
        let auditor = try await world.user("auditor", of: forum)
        let checkpoint = try await auditor.ok("CHECKPOINT \(forum)")
        let note = try SignedNote(parsing: Array(try #require(checkpoint["note"]?.string).utf8))
        let line = try witness.cosignature(of: note.text, at: 1_709_300_000).line
        let taken = try await auditor.ok(
            "COSIGN \(forum)", ["size": try #require(checkpoint["size"]), "line": .string(line)])
        #expect(taken["new"] == true)
    }

    /// The record of `broken` loses its end, as by an old backup; a server finds it, and a person begins it anew.
    private func breaking(_ database: TestDatabase, _ folder: String) async throws {
        let connection = try await database.connect(role: .superuser)
        try await connection.runScript(
            """
            SET session_replication_role = replica;
            DELETE FROM event WHERE forum = 'broken' AND stream <> 'registry' AND version > 1;
            UPDATE proposal AS p SET (version, state, last_digest, recorded_at) = (
                    SELECT version, to_state, digest, recorded_at FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref),
                round = NULL, track = NULL, has_open_round = false, closes = NULL, not_heard = '{}', is_shared = false
                WHERE forum = 'broken';
            UPDATE forum_head SET next_position = (SELECT max(position) + 1 FROM event WHERE forum = 'broken')
                WHERE forum = 'broken';
            """)
        await connection.close()
        try await find(database, folder)
        _ = try await NewEpoch(
            forum: "broken", reason: "The disk failed", folder: folder, conninfo: database.conninfo(role: .owner)
        ).begin()
    }

    private func find(_ database: TestDatabase, _ folder: String) async throws {
        let server = try await TestServer.start(conninfo: database.conninfo(), signer: folder)
        guard case .diverged = await server.service.sign("broken") else { throw Unexpected("signed") }
        await server.stop()
    }

    private func dump(_ database: TestDatabase) async throws {
        let connection = try await database.connect(role: .superuser)
        func lines(_ query: String) async throws -> [String] { try await connection.query(query).column() }
        let old = "forum IN ('server', 'mini')"
        let all = [
            (6, old, base(without: "meetings")), (8, old, signed), (9, "forum = 'papers'", base() + papers + signed),
            (10, old, ["cosignature"]),
            (11, "forum = 'broken'", base() + signed + ["divergence", "record_break", "past_checkpoint"]),
        ]
        for (number, forums, parts) in all {
            var text: [String] = []
            for part in parts {
                text += try await lines(query(part, forums, number))
            }
            let name = String("00\(number)".suffix(3))
            try (text.joined(separator: "\n") + "\n").write(
                toFile: "\(FilledStage.folder)/\(name).jsonl", atomically: true, encoding: .utf8)
        }
        await connection.close()
        var tokens: JSONObject = ["server/admin": .string(try Seed.token("server/admin"))]
        for forum in ["mini", "papers", "broken"] {
            for slug in ["auditor", "pr-FR", "host"] {
                tokens["\(forum)/\(slug)"] = .string(try Seed.token("\(forum)/\(slug)"))
            }
        }
        try JSONValue.object(tokens).canonicalText.write(
            toFile: FilledStage.folder + "/tokens.json", atomically: true, encoding: .utf8)
    }

    private let signed = ["signer", "tile", "checkpoint"]
    private let papers = ["document", "upload", "upload_part"]

    func base(without column: String = "") -> [String] {
        [
            "lifecycle", "forum_head", "event", "forum", column.isEmpty ? "proposal" : "proposal -\(column)",
            "proposal_text", "ref_counter", "request", "token", "personal",
        ]
    }

    /// The rows of a table as lines, without columns that are generated, or that came later.
    func query(_ part: String, _ forums: String, _ number: Int) -> String {
        let words = part.split(separator: " ")
        let table = words[0]
        var row = "to_jsonb(t)"
        var condition = "t.\(forums)"
        switch table {
        case "lifecycle":
            row = "jsonb_build_object('definition', convert_from(t.definition, 'UTF8'))"
            condition = number == 6 ? "true" : "false"
        case "event":
            row = """
                jsonb_build_object('position', t.position, 'lifecycle', encode(t.lifecycle, 'hex'),
                    'bytes', convert_from(t.bytes, 'UTF8'))
                """
        case "proposal": row += " - 'ref_year' - 'ref_number'"
        case "document": condition = "true"
        case "upload_part": condition = "t.account LIKE 'papers/%'"
        default: break
        }
        for gone in words.dropFirst() { row += " - '\(gone.dropFirst())'" }
        return """
            SELECT jsonb_build_object('table', '\(table)', 'row', \(row))::text FROM \(table) AS t WHERE \(condition)
            ORDER BY t
            """
    }
}
