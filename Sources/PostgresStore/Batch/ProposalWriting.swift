import CanonicalJSON
import CivilTime
import Postgres
import ProposalService
import Record

/// The statements that write rows of proposals. Rows go as one JSON parameter: arrays of different lengths do not fit into
/// an array of arrays.
enum ProposalWriting {
    /// Adds what writes these rows; texts that are stored already as they are now are left alone.
    static func add(
        _ rows: [ProposalRow], forum: String, texts: [String: [UInt8]], to trip: inout StatementPipeline
    ) throws(StoreError) {
        for row in rows where row.forum != forum {
            throw StoreError.rejected("\(row.ref) belongs to the forum \(row.forum), the batch to \(forum)")
        }
        let new = rows.filter { $0.versionBefore == 0 }
        let changed = rows.filter { $0.versionBefore != 0 }
        if !new.isEmpty { trip.add(insert, [json(new.map(state))]) }
        if !changed.isEmpty { trip.add(update, [json(changed.map(state)), .int8(changed.count)]) }
        var written: [JSONObject] = []
        for row in rows where texts[row.ref] != textDigest(row) { written.append(stored(row)) }
        if !written.isEmpty { trip.add(putText, [.text(forum), json(written)]) }
    }

    private static func json(_ rows: [JSONObject]) -> PostgresValue {
        .text(JSONValue.array(rows.map { .object($0) }).canonicalText)
    }

    // MARK: what almost every event changes

    private static let recordset = """
        jsonb_to_recordset($1::jsonb) AS r (forum text, ref text, version bigint, version_before bigint, last_digest text,
            lifecycle text, lifecycle_id text, state text, is_final boolean, origin text, is_shared boolean,
            published_fields text[], track text, closes timestamptz, deadline_noted boolean, has_open_round boolean,
            round integer, not_heard text[], facts text[], meetings text[], standing text, first_day date, last_day date,
            lapsed boolean, recorded_at timestamptz)
        """

    private static let insert = """
        INSERT INTO proposal (forum, ref, version, last_digest, lifecycle, lifecycle_id, state, is_final, origin,
            is_shared, published_fields, track, closes, deadline_noted, has_open_round, round, not_heard, facts,
            meetings, standing, first_day, last_day, lapsed, recorded_at)
        SELECT r.forum, r.ref, r.version, decode(r.last_digest, 'hex'), decode(r.lifecycle, 'hex'), r.lifecycle_id, r.state,
            r.is_final, r.origin, r.is_shared, r.published_fields, r.track, r.closes, r.deadline_noted,
            r.has_open_round, r.round, r.not_heard, r.facts, r.meetings, r.standing, r.first_day,
            r.last_day, r.lapsed, r.recorded_at
        FROM \(recordset)
        """

    private static let update = """
        WITH written AS (
            UPDATE proposal AS p SET version = r.version, last_digest = decode(r.last_digest, 'hex'),
                lifecycle = decode(r.lifecycle, 'hex'), lifecycle_id = r.lifecycle_id, state = r.state,
                is_final = r.is_final, is_shared = r.is_shared, published_fields = r.published_fields, track = r.track,
                closes = r.closes, deadline_noted = r.deadline_noted, has_open_round = r.has_open_round,
                round = r.round, not_heard = r.not_heard, facts = r.facts, meetings = r.meetings,
                standing = r.standing, first_day = r.first_day, last_day = r.last_day, lapsed = r.lapsed,
                recorded_at = r.recorded_at
            FROM \(recordset)
            -- The forum is in the rows: with a parameter the planner would rather read all of the forum's proposals.
            WHERE p.forum = r.forum AND p.ref = r.ref AND p.version = r.version_before
            RETURNING 1)
        SELECT require_rows((SELECT count(*) FROM written), $2, 'proposal')
        """

    private static func state(_ row: ProposalRow) -> JSONObject {
        [
            "forum": .string(row.forum), "ref": .string(row.ref), "version": .integer(Int64(row.version)),
            "version_before": .integer(Int64(row.versionBefore)), "last_digest": .string(row.lastDigest),
            "lifecycle": .string(row.lifecycle), "lifecycle_id": .string(row.lifecycleID),
            "state": .string(row.state), "is_final": .bool(row.isFinal), "origin": .string(row.origin),
            "is_shared": .bool(row.isShared), "published_fields": row.publishedFields.map { .strings($0) } ?? .null,
            "track": .optional(row.track), "closes": .optional(row.closes?.description),
            "deadline_noted": .bool(row.deadlineNoted), "has_open_round": .bool(row.hasOpenRound),
            "round": row.round.map { .integer(Int64($0)) } ?? .null, "not_heard": .strings(row.notHeard),
            "facts": .strings(row.facts), "meetings": .strings(row.meetings),
            "standing": .optional(row.standing), "first_day": .optional(row.firstDay?.description),
            "last_day": .optional(row.lastDay?.description), "lapsed": .bool(row.isLapsed),
            "recorded_at": .string(row.recordedAt.description),
        ]
    }

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

    /// The digest that is kept of a row's words.
    static func textDigest(_ row: ProposalRow) -> [UInt8] { Digest.sha256(text(row).canonicalBytes).bytes }

    /// What a row of texts holds.
    static func stored(_ row: ProposalRow) -> JSONObject {
        var text = self.text(row)
        text["digest"] = .string(Digest.sha256(text.canonicalBytes).hex)
        text["forum"] = .string(row.forum)
        text["ref"] = .string(row.ref)
        text["words"] = .integer(Int64(row.wordsForm))
        text["search"] = .strings(row.searchWords)
        return text
    }

    private static func text(_ row: ProposalRow) -> JSONObject {
        var text: JSONObject = [
            "title": .string(row.title), "proposer": .optional(row.proposer), "insiders": .strings(row.insiders),
            "pillar": .optional(row.pillar), "focus_areas": .strings(row.focusAreas),
            "regions": .strings(row.regions), "starts": .optional(row.starts?.description),
            "ends": .optional(row.ends?.description), "title_words": .strings(row.titleWords),
            "search_text": .string(row.searchText),
        ]
        // The first form did not say that it was one.
        if row.wordsForm > 1 { text["words"] = .integer(Int64(row.wordsForm)) }
        return text
    }
}
