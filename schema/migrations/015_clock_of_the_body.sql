-- Events of schema 2: deadlines are compared with when the body acted. Their frame is that of schema 1, but for the number; a
-- registry's events stay what they were.

CREATE OR REPLACE FUNCTION event_bytes_fault(line text, body jsonb) RETURNS text
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    instant CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';
    office jsonb := body #> '{actor,office}';
    frame text;
BEGIN
    IF line !~ '^(?:[][{},:]|"(?:[^"\\]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*"|(?:0|-?[1-9][0-9]{0,14})[],}]|true|false|null)*$'
    THEN
        -- Numbers of 16 digits are rare; the largest is 2^53.
        IF line !~ '^(?:[][{},:]|"(?:[^"\\]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*"|(?:0|-?[1-9][0-9]{0,15})[],}]|true|false|null)*$'
            OR jsonb_path_exists(body, 'strict $.** ? (@ > 9007199254740992 || @ < -9007199254740992)')
        THEN
            RETURN 'there is white space, an escape or a number that is not canonical';
        END IF;
    END IF;
    IF octet_length(replace(line, ' ', '')) <> octet_length(replace(body::text, ' ', '')) THEN
        RETURN 'a key stands twice';
    END IF;
    IF jsonb_path_exists(body, 'strict $.**{16 to last} ? (@.type() == "object" || @.type() == "array")') THEN
        RETURN 'lists and objects are nested more than 16 deep';
    END IF;
    frame := concat(
        '{"actor":{"account":', to_json(body #>> '{actor,account}'), ',"office":',
        CASE
            WHEN office = 'null' THEN 'null'
            ELSE concat(
                '{', CASE WHEN office ? 'deputy' THEN '"deputy":true,' END,
                '"group":' || to_json(office ->> 'group')::text || ',',
                '"partner":' || to_json(office ->> 'partner')::text || ',',
                '"role":', to_json(office ->> 'role'), '}')
        END,
        '},"data":{');
    IF NOT starts_with(line, frame) THEN
        RETURN 'its actor is not written as an actor is';
    END IF;
    frame := concat(
        '},"decided_at":"', to_char((body ->> 'decided_at')::timestamptz AT TIME ZONE 'UTC', instant),
        '","forum":', to_json(body ->> 'forum'), ',"from":', coalesce(to_json(body ->> 'from')::text, 'null'),
        ',"kind":', to_json(body ->> 'kind'), ',"previous":', coalesce(to_json(body ->> 'previous')::text, 'null'),
        ',"recorded_at":"', to_char((body ->> 'recorded_at')::timestamptz AT TIME ZONE 'UTC', instant),
        '","schema":', CASE WHEN body ->> 'schema' = '2' AND body ->> 'stream' <> 'registry' THEN '2' ELSE '1' END,
        ',"stream":', to_json(body ->> 'stream'), ',"to":', coalesce(to_json(body ->> 'to')::text, 'null'),
        ',"version":', body ->> 'version', '}');
    IF right(line, length(frame)) <> frame OR length(body ->> 'decided_at') <> 27
        -- What stands between both parts of the frame is the data and nothing else.
        OR body - ARRAY[
            'actor', 'data', 'decided_at', 'forum', 'from', 'kind', 'previous', 'recorded_at', 'schema', 'stream', 'to',
            'version'] <> '{}'
    THEN
        RETURN 'its members are not those of an event, in their order and form';
    END IF;
    RETURN NULL;
END $$;

-- A deadline that is moved after it passed takes back what silence had meant: those partners are to be heard again.
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
        SELECT n.round IS DISTINCT FROM b.round AND 'moved' <> ALL (k.kinds)
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
