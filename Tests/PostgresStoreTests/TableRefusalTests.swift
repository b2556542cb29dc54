import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

/// What the database refuses by itself in its tables, to the serving role and to their owner.
@Suite struct TableRefusalTests {
    private func enter() async throws -> Intruder {
        let intruder = try await Intruder.enter()
        _ = try await intruder.fixture.draft(["DEMO-2026-0001"])
        return intruder
    }

    @Test(
        arguments: [
            "UPDATE event SET account = 'somebody'", "UPDATE event SET bytes = bytes WHERE position = 0",
            "DELETE FROM event", "DELETE FROM event WHERE position = 2", "TRUNCATE event",
            "DELETE FROM proposal", "TRUNCATE proposal CASCADE", "DELETE FROM proposal_text",
            "DELETE FROM forum", "DELETE FROM forum_head", "DELETE FROM ref_counter",
            "INSERT INTO lifecycle_edge SELECT digest, 'jump', 'open', 'done' FROM lifecycle",
            "UPDATE lifecycle_edge SET to_state = 'done'", "DELETE FROM lifecycle_edge",
            "INSERT INTO lifecycle SELECT * FROM lifecycle", "UPDATE lifecycle SET states = '{}'",
            "DELETE FROM lifecycle", "INSERT INTO forum_lifecycle SELECT 'demo', digest FROM lifecycle",
            "UPDATE proposal SET ref = 'DEMO-2026-0009'", "UPDATE proposal SET origin = 'archive'",
            "UPDATE forum SET ref_prefix = 'OTHER'", "UPDATE request SET body_digest = ''", "DELETE FROM request",
            "DELETE FROM token", "UPDATE document SET content = content", "DELETE FROM document", "TRUNCATE document",
            "UPDATE upload SET account = 'somebody'", "UPDATE upload SET slot = 1",
            "UPDATE upload_part SET bytes = bytes", "UPDATE token SET account = 'somebody'", "DELETE FROM personal",
            "UPDATE cosignature SET line = line", "DELETE FROM cosignature", "TRUNCATE cosignature",
            "UPDATE checkpoint SET note = note", "DELETE FROM checkpoint", "DELETE FROM tile",
            "UPDATE signer SET key = key",
            "DELETE FROM schema_migration", "ALTER TABLE event DISABLE TRIGGER ALL", "DROP TABLE event",
            "CREATE TABLE mine (id int)", "SET session_replication_role = replica", "SET ROLE chancery_owner",
            "CREATE OR REPLACE FUNCTION check_events() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        ])
    func theServingRoleMayNot(statement: String) async throws {
        let intruder = try await enter()
        #expect(try await intruder.attempt(statement) == .privilege)
    }

    @Test(
        arguments: [
            ("UPDATE event SET account = 'somebody'", "event_append_only"),
            ("DELETE FROM event", "event_append_only"), ("TRUNCATE event", "event_append_only"),
            ("UPDATE lifecycle_edge SET to_state = 'done'", "lifecycle_edge_frozen"),
            ("DELETE FROM lifecycle_edge", "lifecycle_edge_frozen"), ("DELETE FROM lifecycle", "lifecycle_frozen"),
            ("TRUNCATE forum_lifecycle", "forum_lifecycle_frozen"), ("DELETE FROM proposal", "proposal_kept"),
            ("DELETE FROM forum_head", "forum_head_kept"), ("DELETE FROM document", "document_frozen"),
            ("UPDATE document SET content = 'x'", "document_frozen"), ("TRUNCATE document", "document_frozen"),
        ])
    func theOwnerIsRefusedByTriggers(statement: String, trigger: String) async throws {
        let fixture = try await enter().fixture
        let owner = Intruder(fixture: fixture, connection: try await fixture.database.connect(role: .owner))
        #expect(
            try await owner.attempt(statement)
                == Intruder.Refusal(sqlState: .insufficientPrivilege, constraint: trigger))
    }

    @Test(
        arguments: [
            "state = 'done'", "state = 'sent', version = 2", "version = 2", "last_digest = sha256('x')",
            "lifecycle = (SELECT digest FROM lifecycle WHERE id = 'shortcut')",
        ])
    func aProposalStandsWhereItsLastEventLeftIt(change: String) async throws {
        let intruder = try await enter()
        let shortcut = TestForum.shortcut
        let definition = String(decoding: shortcut.definition, as: UTF8.self)
        try await intruder.fixture.script(
            "SELECT load_lifecycle('\\x\(shortcut.digest)', convert_to('\(definition)', 'UTF8'))", as: .app)
        #expect(
            try await intruder.attempt("UPDATE proposal SET \(change)") == .rule("proposal_follows_events"))
        let state: String = try await intruder.fixture.value("SELECT state FROM proposal")
        #expect(state == "open")
    }

    @Test func aRowWithoutEventsIsRefused() async throws {
        let intruder = try await enter()
        let insert = """
            INSERT INTO proposal (forum, ref, version, last_digest, lifecycle, lifecycle_id, state, is_final, origin,
                is_shared, deadline_noted, has_open_round, not_heard, facts, recorded_at)
            SELECT 'demo', 'DEMO-2026-0009', 1, last_digest, lifecycle, 'test', 'done', true, 'live', true, false, false,
                '{}', '{}', now() FROM proposal
            """
        #expect(try await intruder.attempt(insert) == .rule("proposal_follows_events"))
        #expect(
            try await intruder.attempt("UPDATE forum SET registry_version = 3") == .rule("forum_follows_events"))
        #expect(
            try await intruder.attempt(
                """
                INSERT INTO forum_head (forum) VALUES ('mine');
                INSERT INTO forum VALUES ('mine', 'MINE', 1, sha256('x'))
                """) == .rule("forum_follows_events"))
    }

    @Test func aConstraintMadeImmediateIsNoWayAround() async throws {
        let intruder = try await enter()
        var stream = TestStream("DEMO-2026-0002")
        let draft = stream.draft()
        let columns = Intruder.Columns(draft, position: 3)
        let script = """
            SET CONSTRAINTS ALL IMMEDIATE;
            UPDATE forum_head SET next_position = 4 WHERE forum = 'demo';
            \(columns.insert)
            """
        #expect(try await intruder.attempt(script) == .rule("forum_head_follows_events"))
        #expect(
            try await intruder.attempt(
                "UPDATE forum_head SET next_position = 4 WHERE forum = 'demo'; \(columns.insert); "
                    + "SET CONSTRAINTS ALL IMMEDIATE") == .rule("proposal_follows_events"))
    }

    @Test func objectsOfTheSameNameAreNotTakenForOurs() async throws {
        let intruder = try await enter()
        // A temporary table in front of the real one must not be what the checks read.
        try await intruder.fixture.script(
            "GRANT TEMPORARY ON DATABASE \(Conninfo.identifier(intruder.fixture.database.name)) TO chancery_app")
        let script = """
            CREATE TEMPORARY TABLE lifecycle_edge AS SELECT digest AS lifecycle, 'jump' AS transition,
                'open' AS from_state, 'done' AS to_state FROM public.lifecycle;
            CREATE TEMPORARY TABLE event AS SELECT forum, 'DEMO-2026-0001' AS stream, 9 AS version, 'done' AS to_state,
                digest, lifecycle FROM public.event;
            UPDATE proposal SET state = 'done', version = 9
            """
        #expect(try await intruder.attempt(script) == .rule("proposal_follows_events"))
    }
}
