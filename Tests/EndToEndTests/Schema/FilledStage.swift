import CanonicalJSON
import Foundation
import Postgres
import PostgresStore
import TestSupport

/// Rows as a program of an earlier schema left them, kept in `Golden/Filled/NNN.jsonl`: a table and one of its rows a line.
struct FilledStage: Sendable {
    /// The migration after which a database could hold these rows.
    let number: Int
    private let lines: String

    /// Every stage, in the order of the migrations.
    static func all() throws -> [FilledStage] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted().map {
            guard let number = Int($0.dropLast(6)) else { throw Unexpected("\($0) is not named NNN.jsonl") }
            return FilledStage(number: number, lines: try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
        }
    }

    static let folder = Repository.path("Tests/EndToEndTests/Golden/Filled")

    /// The rows of one whole database, which a program of this migration left.
    static func whole(_ number: Int, in folder: String) throws -> FilledStage {
        FilledStage(number: number, lines: try String(contentsOfFile: folder + "/rows.jsonl", encoding: .utf8))
    }

    /// The tokens that were given out then, by account.
    static func tokens(in folder: String = folder) throws -> [String: String] {
        let text = try String(contentsOfFile: folder + "/tokens.json", encoding: .utf8)
        guard let object = try JSONValue.parse(Array(text.utf8)).object else { throw Unexpected("no tokens") }
        return Dictionary(
            uniqueKeysWithValues: object.members.compactMap { member in
                member.value.string.map { (member.key, $0) }
            })
    }

    /// Puts the rows into a database that has just this schema, past none of its checks, in one transaction.
    func load(into database: TestDatabase) async throws {
        let connection = try await database.connect(role: .owner)
        do {
            try await connection.execute(
                Statement(
                    """
                    CREATE TEMP TABLE staged AS
                    SELECT l.line::jsonb ->> 'table' AS name, l.line::jsonb -> 'row' AS value, l.number
                    FROM unnest(string_to_array(rtrim($1, chr(10)), chr(10))) WITH ORDINALITY AS l (line, number)
                    """, [.text(lines)]))
            try await connection.runScript(Self.script)
        } catch {
            await connection.close()
            throw Unexpected("stage \(number) does not fit its schema: \((error as any Error).debugText)")
        }
        await connection.close()
    }

    /// Tables in an order in which each finds what it rests on.
    private static let tables = [
        "document", "event", "forum", "proposal", "proposal_text", "ref_counter", "request", "token", "personal",
        "upload",
        "upload_part", "signer", "tile", "checkpoint", "cosignature", "divergence", "record_break", "past_checkpoint",
    ]

    /// A lifecycle comes in by its function, an event by its bytes, everything else by its columns.
    private static let script = """
        SELECT load_lifecycle(sha256(convert_to(value ->> 'definition', 'UTF8')), convert_to(value ->> 'definition', 'UTF8'))
        FROM staged WHERE name = 'lifecycle';
        INSERT INTO forum_head (forum) SELECT value ->> 'forum' FROM staged WHERE name = 'forum_head';
        UPDATE forum_head AS h SET next_position = (s.value ->> 'next_position')::bigint
        FROM staged AS s WHERE s.name = 'forum_head' AND h.forum = s.value ->> 'forum';
        DO $$
        DECLARE
            wanted text;
            columns text;
        BEGIN
            IF EXISTS (SELECT FROM staged WHERE name <> ALL ('{lifecycle,forum_head,\(tables.joined(separator: ","))}')) THEN
                RAISE EXCEPTION 'there are rows of a table that nobody loads';
            END IF;
            FOREACH wanted IN ARRAY '{\(tables.joined(separator: ","))}'::text[] LOOP
                SELECT string_agg(quote_ident(k), ', ' ORDER BY k) INTO columns
                FROM (SELECT DISTINCT jsonb_object_keys(value) AS k FROM staged WHERE name = wanted) AS keys;
                CONTINUE WHEN columns IS NULL;
                IF wanted = 'event' THEN
                    INSERT INTO event (forum, position, stream, version, kind, from_state, to_state, lifecycle, recorded_at,
                        account, bytes, digest, leaf_hash)
                    SELECT e.body ->> 'forum', (value ->> 'position')::bigint, e.body ->> 'stream',
                        (e.body ->> 'version')::bigint, e.body ->> 'kind', e.body ->> 'from', e.body ->> 'to',
                        decode(value ->> 'lifecycle', 'hex'), (e.body ->> 'recorded_at')::timestamptz,
                        e.body #>> '{actor,account}', b.bytes, sha256(b.bytes), sha256('\\x00'::bytea || b.bytes)
                    FROM staged, convert_to(value ->> 'bytes', 'UTF8') AS b (bytes),
                        LATERAL (SELECT (value ->> 'bytes')::jsonb) AS e (body)
                    WHERE name = 'event' ORDER BY 1, 2;
                ELSE
                    EXECUTE format(
                        'INSERT INTO %I (%s) SELECT %2$s FROM (SELECT (jsonb_populate_record(NULL::%1$I, value)).* '
                        'FROM staged WHERE name = %3$L ORDER BY number) AS r',
                        wanted, columns, wanted);
                END IF;
            END LOOP;
        END $$;
        """
}

extension Error {
    /// What a fault of the database says to whoever mends it.
    var debugText: String { (self as? PostgresError)?.debugDescription ?? "\(self)" }
}
