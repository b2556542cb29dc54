-- A row tells of the round that goes on: one that a decision has ended has no deadline and waits for nobody, and one that the text or a
-- move has ended is none of the present. Before, a blessed or reported proposal still had both.

-- A text that ends its round takes the round's number with it.
CREATE OR REPLACE FUNCTION check_changed_proposals() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_hashjoin = on SET enable_nestloop = off SET enable_seqscan = off SET enable_mergejoin = off
    SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.forum, n.ref, f.fault INTO bad
    FROM changed AS n
    JOIN before AS b ON b.forum = n.forum AND b.ref = n.ref
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(e.kind), '{}') AS kinds
        FROM (
            SELECT e.kind FROM event AS e WHERE e.forum = n.forum AND e.stream = n.ref AND e.version > b.version
            ORDER BY e.version OFFSET 0) AS e) AS k
    LEFT JOIN LATERAL (
        SELECT e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.ref AND e.version > b.version ORDER BY e.version DESC LIMIT 1) AS e
        ON true
    LEFT JOIN LATERAL (SELECT l.* FROM lifecycle AS l WHERE l.digest = n.lifecycle OFFSET 0) AS l ON true
    CROSS JOIN LATERAL (
        SELECT CASE
            -- Without a new event there is nothing that the row could follow.
            WHEN (n.version, n.state, n.last_digest, n.lifecycle, n.recorded_at)
                IS DISTINCT FROM (e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at)
                THEN 'proposal_follows_events: it does not stand where its last event left it'
            WHEN (n.lifecycle_id, n.is_final) IS DISTINCT FROM (l.id, n.state = ANY (l.final))
                THEN 'proposal_lifecycle: it does not say what its lifecycle says'
            WHEN NOT n.has_open_round AND (n.closes IS NOT NULL OR n.deadline_noted OR n.not_heard <> '{}')
                THEN 'proposal_round: only an open round has a deadline, and partners to be heard'
            WHEN n.is_shared <> b.is_shared THEN
                CASE
                    WHEN NOT k.kinds && '{moved,migrated}'
                        THEN 'proposal_kinds: it says what no event of its own can have brought about'
                    WHEN n.is_shared AND NOT EXISTS (
                        SELECT FROM event AS s
                        WHERE s.forum = n.forum AND s.stream = n.ref AND s.to_state = ANY (l.shown))
                        THEN 'proposal_shared: it never stood in a state that the forum sees'
                END
        END AS fault) AS f
    CROSS JOIN LATERAL (
        SELECT n.round IS DISTINCT FROM b.round
                AND NOT k.kinds && '{moved,revised,revision-contested,migrated}'
            OR n.track IS DISTINCT FROM b.track AND NOT k.kinds && '{moved,revised,migrated}'
            OR (n.published_fields, n.facts) IS DISTINCT FROM (b.published_fields, b.facts)
                AND 'fact-recorded' <> ALL (k.kinds)
            -- What opens or ends a round changes everything that belongs to it.
            OR NOT k.kinds && '{moved,revised,revision-contested,migrated}' AND (
                n.has_open_round <> b.has_open_round
                OR (n.closes, n.deadline_noted) IS DISTINCT FROM (b.closes, b.deadline_noted)
                    AND NOT k.kinds && '{deadline-moved,deadline-passed}'
                OR n.not_heard <> b.not_heard
                    AND NOT k.kinds
                        && '{position-taken,position-retracted,position-contested,tacit-recorded,deadline-moved}')
            AS is_foreign) AS c
    WHERE f.fault IS NOT NULL OR c.is_foreign
    LIMIT 1;
    IF FOUND THEN
        bad.fault := coalesce(bad.fault, 'proposal_kinds: it says what no event of its own can have brought about');
        RAISE EXCEPTION 'the row of % in forum % is refused: %', bad.ref, bad.forum, split_part(bad.fault, ': ', 2)
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = split_part(bad.fault, ': ', 1);
    END IF;
    RETURN NULL;
END $$;

-- Rows that are there already. No event brings them about, so that the check has to look away.
ALTER TABLE proposal DISABLE TRIGGER proposal_check_update;

WITH body AS (
    SELECT l.digest, convert_from(l.definition, 'UTF8')::jsonb AS definition FROM lifecycle AS l
), kept AS (
    SELECT b.digest, b.definition #> '{positions,tracks}' AS tracks,
        ARRAY(
            SELECT s ->> 'id' FROM jsonb_array_elements(b.definition -> 'states') AS s
            WHERE (s -> 'positions')::boolean) AS asking,
        ARRAY(
            SELECT f FROM jsonb_array_elements(b.definition -> 'transitions') AS t,
                jsonb_array_elements_text(t -> 'from') AS f
            WHERE t -> 'requirements' @> '[{"require": "deadline-passed"}]') AS waiting
    FROM body AS b
), present AS (
    SELECT p.forum, p.ref, p.has_open_round AND p.state = ANY (k.asking || k.waiting) AS is_running,
        p.state = ANY (k.asking) AND (k.tracks IS NULL OR r.track IS NULL OR k.tracks ? r.track) AS is_asking
    FROM proposal AS p
    JOIN kept AS k ON k.digest = p.lifecycle
    -- The track of the circulation, as its event has it.
    LEFT JOIN LATERAL (
        SELECT e.body ->> 'track' AS track FROM (
            SELECT e.version, convert_from(e.bytes, 'UTF8')::jsonb #> '{data,round}' AS body
            FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref AND e.kind = 'moved') AS e
        WHERE e.body ->> 'number' = p.round::text ORDER BY e.version DESC LIMIT 1) AS r ON true
    WHERE p.round IS NOT NULL
)
UPDATE proposal AS p
SET has_open_round = n.is_running,
    closes = CASE WHEN n.is_running THEN p.closes END,
    deadline_noted = n.is_running AND p.deadline_noted,
    not_heard = CASE WHEN n.is_running AND n.is_asking THEN p.not_heard ELSE '{}' END,
    round = CASE WHEN p.has_open_round THEN p.round END
FROM present AS n
WHERE n.forum = p.forum AND n.ref = p.ref;

ALTER TABLE proposal ENABLE TRIGGER proposal_check_update;
