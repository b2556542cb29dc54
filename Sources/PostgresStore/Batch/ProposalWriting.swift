import CanonicalJSON
import CivilTime
import Postgres
import ProposalService
import Record

/// The statements that write rows of proposals, and their texts. The rows, which almost every write changes, go as arrays; texts, which few do,
/// as one JSON parameter.
enum ProposalWriting {
    /// Adds what writes these rows and these texts.
    static func add(
        _ rows: [ProposalRow], _ texts: [String: ProposalText], forum: String, to trip: inout StatementPipeline
    ) throws(StoreError) {
        for row in rows where row.forum != forum {
            throw StoreError.rejected("\(row.ref) belongs to the forum \(row.forum), the batch to \(forum)")
        }
        let new = rows.filter { $0.versionBefore == 0 }
        let changed = rows.filter { $0.versionBefore != 0 }
        if !new.isEmpty { trip.add(insert, try columns(new)) }
        if !changed.isEmpty { trip.add(update, try columns(changed) + [.int8(changed.count)]) }
        guard !texts.isEmpty else { return }
        let written = texts.sorted { $0.key < $1.key }.map { stored($0.value, forum: forum, ref: $0.key) }
        trip.add(putText, [.text(forum), .text(JSONValue.array(written.map { .object($0) }).canonicalText)])
    }

    // MARK: what almost every event changes

    /// The rows as columns: of each column one array. Arrays within a row come as their text, for arrays of different lengths make no array.
    private static let recordset = """
        unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::bytea[], $6::bytea[], $7::text[], $8::text[], $9::bool[],
            $10::text[], $11::bool[], $12::text[], $13::text[], $14::timestamptz[], $15::bool[], $16::bool[], $17::int4[],
            $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::bool[], $25::timestamptz[],
            $26::text[])
        AS r (forum, ref, version, version_before, last_digest, lifecycle, lifecycle_id, state, is_final, origin, is_shared,
            published_fields, track, closes, deadline_noted, has_open_round, round, not_heard, facts, meetings, standing,
            first_day, last_day, lapsed, recorded_at, asks)
        """

    private static func columns(_ rows: [ProposalRow]) throws(StoreError) -> [PostgresValue] {
        var (digests, lifecycles): ([[UInt8]?], [[UInt8]?]) = ([], [])
        for row in rows {
            digests.append(try BatchStoring.bytes(row.lastDigest))
            lifecycles.append(try BatchStoring.bytes(row.lifecycle))
        }
        return [
            .textArray(rows.map(\.forum)), .textArray(rows.map(\.ref)), .int8Array(rows.map { Int64($0.version) }),
            .int8Array(rows.map { Int64($0.versionBefore) }), .byteaArray(digests), .byteaArray(lifecycles),
            .textArray(rows.map(\.lifecycleID)), .textArray(rows.map(\.state)), .boolArray(rows.map(\.isFinal)),
            .textArray(rows.map(\.origin)), .boolArray(rows.map(\.isShared)),
            .textArray(rows.map { $0.publishedFields.map(ArrayText.of) }), .textArray(rows.map(\.track)),
            .timestamptzArray(rows.map { $0.closes?.microseconds }), .boolArray(rows.map(\.deadlineNoted)),
            .boolArray(rows.map(\.hasOpenRound)),
            .int4Array(rows.map { $0.round.map { Int32(truncatingIfNeeded: $0) } }),
            .textArray(rows.map { ArrayText.of($0.notHeard) }), .textArray(rows.map { ArrayText.of($0.facts) }),
            .textArray(rows.map { ArrayText.of($0.meetings) }), .textArray(rows.map(\.standing)),
            .textArray(rows.map { $0.firstDay?.description }), .textArray(rows.map { $0.lastDay?.description }),
            .boolArray(rows.map(\.isLapsed)), .timestamptzArray(rows.map(\.recordedAt.microseconds)),
            .textArray(rows.map { $0.asks.map(ArrayText.of) }),
        ]
    }

    private static let insert = """
        INSERT INTO proposal (forum, ref, version, last_digest, lifecycle, lifecycle_id, state, is_final, origin,
            is_shared, published_fields, track, closes, deadline_noted, has_open_round, round, not_heard, facts,
            meetings, standing, first_day, last_day, lapsed, recorded_at, asks)
        SELECT r.forum, r.ref, r.version, r.last_digest, r.lifecycle, r.lifecycle_id, r.state, r.is_final, r.origin,
            r.is_shared, r.published_fields::text[], r.track, r.closes, r.deadline_noted, r.has_open_round, r.round,
            r.not_heard::text[], r.facts::text[], r.meetings::text[], r.standing, r.first_day::date, r.last_day::date,
            r.lapsed, r.recorded_at, r.asks::text[]
        FROM \(recordset)
        """

    private static let update = """
        WITH written AS (
            UPDATE proposal AS p SET version = r.version, last_digest = r.last_digest, lifecycle = r.lifecycle,
                lifecycle_id = r.lifecycle_id, state = r.state, is_final = r.is_final, is_shared = r.is_shared,
                published_fields = r.published_fields::text[], track = r.track, closes = r.closes,
                deadline_noted = r.deadline_noted, has_open_round = r.has_open_round, round = r.round,
                not_heard = r.not_heard::text[], facts = r.facts::text[], meetings = r.meetings::text[],
                standing = r.standing, first_day = r.first_day::date, last_day = r.last_day::date, lapsed = r.lapsed,
                recorded_at = r.recorded_at, asks = r.asks::text[]
            FROM \(recordset)
            -- The forum is in the rows: with a parameter the planner would rather read all of the forum's proposals.
            WHERE p.forum = r.forum AND p.ref = r.ref AND p.version = r.version_before
            RETURNING 1)
        SELECT require_rows((SELECT count(*) FROM written), $27, 'proposal')
        """

    // MARK: what only a new text changes

    private static let putText = """
        INSERT INTO proposal_text (forum, ref, digest, title, proposer, insiders, pillar, focus_areas, regions, starts,
            ends, title_words, search_text, search, words)
        SELECT $1, r.ref, decode(r.digest, 'hex'), r.title, r.proposer, r.insiders, r.pillar, r.focus_areas, r.regions,
            r.starts, r.ends, r.title_words, r.search_text, array_to_tsvector(r.search), r.words
        FROM jsonb_to_recordset($2::jsonb) AS r (ref text, digest text, title text, proposer text, insiders text[],
            pillar text, focus_areas text[], regions text[], starts date, ends date, title_words text[],
            search_text text, search text[], words smallint)
        ON CONFLICT (forum, ref) DO UPDATE SET digest = EXCLUDED.digest, title = EXCLUDED.title,
            proposer = EXCLUDED.proposer, insiders = EXCLUDED.insiders, pillar = EXCLUDED.pillar,
            focus_areas = EXCLUDED.focus_areas, regions = EXCLUDED.regions, starts = EXCLUDED.starts,
            ends = EXCLUDED.ends, title_words = EXCLUDED.title_words, search_text = EXCLUDED.search_text,
            search = EXCLUDED.search, words = EXCLUDED.words
        """

    /// What a row of texts holds.
    static func stored(_ text: ProposalText, forum: String, ref: String) -> JSONObject {
        var stored = text.members
        stored["digest"] = .string(Digest.sha256(stored.canonicalBytes).hex)
        stored["forum"] = .string(forum)
        stored["ref"] = .string(ref)
        stored["words"] = .integer(Int64(text.words.form))
        stored["search"] = .strings(text.words.searched)
        return stored
    }
}
