-- A row says when its activity takes place now, and what became of it. Before, lists had the days of the text, also of an activity that was
-- postponed, held on other days or cancelled since.

ALTER TABLE proposal
    -- What the newest fact that tells of the activity says: held, postponed, cancelled; NULL while none does.
    ADD COLUMN standing text COLLATE "C",
    -- The days that count now; NULL where none are known. An activity of which one day is known lasts that day.
    ADD COLUMN first_day date,
    ADD COLUMN last_day date,
    -- Whether the days of the text hold no longer.
    ADD COLUMN lapsed boolean NOT NULL DEFAULT false;

GRANT INSERT (standing, first_day, last_day, lapsed), UPDATE (standing, first_day, last_day, lapsed) ON proposal TO chancery_app;

-- A JSON text as a day of the calendar; NULL for anything else.
CREATE FUNCTION calendar_day(value jsonb) RETURNS date LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
        WHEN w.word ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' AND left(w.word, 4) <> '0000' THEN
            CASE
                WHEN right(w.word, 2)::integer
                    <= date_part('day', make_date(left(w.word, 4)::integer, substr(w.word, 6, 2)::integer, 1) + interval '1 month - 1 day')
                    THEN make_date(left(w.word, 4)::integer, substr(w.word, 6, 2)::integer, right(w.word, 2)::integer)
            END
    END
    FROM (SELECT text_of(value) AS word) AS w
$$;

-- From the first to the last day; one alone is both, NULL where neither is known.
CREATE FUNCTION days_of(first date, last date) RETURNS daterange LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
        WHEN coalesce(first, last) IS NOT NULL
            THEN daterange(coalesce(first, last), greatest(coalesce(first, last), coalesce(last, first)), '[]')
    END
$$;

-- What the events of a proposal say of its activity. The words beside its row know the text of before `known`, and no event up to `told`
-- is one that tells of the activity, so that of these nothing is read. The history is read backwards, as far as it has something to say.
-- Called by the checks alone, so the search path is the one of those.
CREATE FUNCTION activity_of(
    wanted_forum text, wanted_ref text, wanted_lifecycle bytea, known bigint, told bigint,
    OUT standing text, OUT first_day date, OUT last_day date, OUT lapsed boolean)
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    -- The facts that tell of an activity, once one is met: of each, what its status is where nothing is said.
    telling jsonb;
    e record;
    data jsonb;
    part jsonb;
    word text;
    given daterange;
    -- What the newest one said of the days, unless it postponed them.
    said daterange;
    -- The days of the text that it was postponed from last, and those to which.
    put_off boolean := false;
    put_off_from jsonb := '{}';
    put_off_to daterange;
    -- The days that the text got since.
    planned jsonb := '{}';
    text_days daterange;
    from_days daterange;
BEGIN
    FOR e IN
        SELECT v.version, v.kind, v.bytes FROM event AS v WHERE v.forum = wanted_forum AND v.stream = wanted_ref
        ORDER BY v.version DESC
    LOOP
        EXIT WHEN e.version <= known AND CASE
            WHEN put_off THEN put_off_from ?& '{starts,ends}'
            ELSE e.version <= told OR coalesce(telling = '{}', false)
        END;
        IF e.kind = 'fact-recorded' THEN
            CONTINUE WHEN put_off OR e.version <= told;
            IF telling IS NULL THEN
                SELECT coalesce(jsonb_object_agg(f ->> 'id', coalesce(i -> 'default', 'null')), '{}') INTO telling
                FROM lifecycle AS l
                CROSS JOIN LATERAL jsonb_array_elements(
                    coalesce(convert_from(l.definition, 'UTF8')::jsonb -> 'facts', '[]'::jsonb)) AS f
                CROSS JOIN LATERAL jsonb_array_elements(coalesce(f -> 'inputs', '[]'::jsonb)) AS i
                WHERE l.digest = wanted_lifecycle AND i ->> 'key' = 'status' AND i ->> 'type' = 'choice'
                    AND i -> 'choices' ?| '{cancelled,postponed}';
            END IF;
            CONTINUE WHEN telling = '{}';
            data := convert_from(e.bytes, 'UTF8')::jsonb -> 'data';
            CONTINUE WHEN NOT telling ? (data ->> 'fact');
            word := coalesce(text_of(data #> '{inputs,status}'), text_of(telling -> (data ->> 'fact')));
            CONTINUE WHEN word IS NULL OR word <> ALL ('{planned,held,postponed,cancelled}');
            given := days_of(calendar_day(data #> '{inputs,starts}'), calendar_day(data #> '{inputs,ends}'));
            IF standing IS NULL THEN
                standing := word;
                IF word <> 'postponed' THEN said := given; END IF;
            END IF;
            IF word = 'postponed' THEN
                put_off := true;
                put_off_to := given;
            END IF;
        ELSIF e.kind IN ('drafted', 'archived', 'revised', 'moved') THEN
            CONTINUE WHEN e.version <= known AND NOT put_off;
            data := convert_from(e.bytes, 'UTF8')::jsonb -> 'data';
            part := coalesce(data -> 'fields', data -> 'changes', data #> '{writes,changes}');
            CONTINUE WHEN part IS NULL OR jsonb_typeof(part) <> 'object';
            -- Of two values of one key the later one stays.
            IF e.version > known THEN planned := part || planned; END IF;
            IF put_off THEN put_off_from := part || put_off_from; END IF;
        END IF;
    END LOOP;

    SELECT days_of(
            CASE WHEN planned ? 'starts' THEN calendar_day(planned -> 'starts') ELSE t.starts END,
            CASE WHEN planned ? 'ends' THEN calendar_day(planned -> 'ends') ELSE t.ends END)
        INTO text_days
    FROM (SELECT) AS one LEFT JOIN proposal_text AS t ON t.forum = wanted_forum AND t.ref = wanted_ref;
    from_days := days_of(calendar_day(put_off_from -> 'starts'), calendar_day(put_off_from -> 'ends'));
    -- Days that the text got since it was postponed are the new ones; those that it had then no longer hold.
    lapsed := put_off AND coalesce(from_days = text_days, false);
    said := coalesce(said, CASE WHEN lapsed THEN put_off_to ELSE coalesce(text_days, put_off_to) END);
    first_day := lower(said);
    last_day := upper(said) - 1;
END $$;

REVOKE ALL ON FUNCTION calendar_day(jsonb), days_of(date, date), activity_of(text, text, bytea, bigint, bigint) FROM PUBLIC;

-- Rows that are there already. No event brings them about, so that the check has to look away.
ALTER TABLE proposal DISABLE TRIGGER proposal_check_update;

UPDATE proposal AS p
SET standing = a.standing, first_day = a.first_day, last_day = a.last_day, lapsed = a.lapsed
FROM proposal AS o
CROSS JOIN LATERAL activity_of(
    o.forum, o.ref, o.lifecycle, o.version, CASE o.facts WHEN '{}' THEN o.version ELSE 0 END) AS a
WHERE p.forum = o.forum AND p.ref = o.ref AND (a.standing IS NOT NULL OR a.first_day IS NOT NULL);

ALTER TABLE proposal ENABLE TRIGGER proposal_check_update;

-- Not by the forum first: it must not look like a way to find one row.
CREATE INDEX proposal_days ON proposal (last_day, first_day, forum);
DROP INDEX proposal_text_days;

-- The days of a row follow from its events.
CREATE FUNCTION days_fault(n proposal, b proposal, kinds text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    a record;
BEGIN
    SELECT * INTO a FROM activity_of(
        n.forum, n.ref, n.lifecycle, coalesce(b.version, 0),
        -- Other rules may make something of what was told before.
        CASE WHEN b.standing IS NULL AND 'migrated' <> ALL (kinds) THEN coalesce(b.version, 0) ELSE 0 END);
    RETURN (n.standing, n.first_day, n.last_day, n.lapsed) IS DISTINCT FROM (a.standing, a.first_day, a.last_day, a.lapsed);
END $$;

REVOKE ALL ON FUNCTION days_fault(proposal, proposal, text[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION check_new_proposals() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.forum, n.ref, f.fault INTO bad
    FROM changed AS n
    CROSS JOIN LATERAL (
        SELECT array_agg(e.kind) AS kinds, array_agg(e.to_state) AS states
        FROM (
            SELECT e.kind, e.to_state FROM event AS e WHERE e.forum = n.forum AND e.stream = n.ref
            ORDER BY e.version OFFSET 0) AS e) AS k
    LEFT JOIN LATERAL (
        SELECT e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.ref ORDER BY e.version DESC LIMIT 1) AS e ON true
    LEFT JOIN LATERAL (SELECT l.* FROM lifecycle AS l WHERE l.digest = n.lifecycle OFFSET 0) AS l ON true
    LEFT JOIN LATERAL (SELECT o.ref_prefix FROM forum AS o WHERE o.forum = n.forum OFFSET 0) AS o ON true
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN (n.version, n.state, n.last_digest, n.lifecycle, n.recorded_at)
                IS DISTINCT FROM (e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at)
                THEN 'proposal_follows_events: it does not stand where its last event left it'
            WHEN split_part(n.ref, '-', 1) IS DISTINCT FROM o.ref_prefix
                THEN 'proposal_prefix: its ref does not begin as refs of the forum do'
            WHEN (n.lifecycle_id, n.is_final) IS DISTINCT FROM (l.id, n.state = ANY (l.final))
                THEN 'proposal_lifecycle: it does not say what its lifecycle says'
            WHEN (n.origin = 'archive') <> ('archived' = ANY (k.kinds)) OR n.origin NOT IN ('live', 'archive')
                THEN 'proposal_origin: its origin is not that of its first event'
            WHEN n.is_shared AND n.origin <> 'archive' AND NOT k.states && l.shown
                THEN 'proposal_shared: it never stood in a state that the forum sees'
            WHEN NOT n.has_open_round AND (n.closes IS NOT NULL OR n.deadline_noted OR n.not_heard <> '{}')
                THEN 'proposal_round: only an open round has a deadline, and partners to be heard'
            -- Where the form says the track, a draft has one; an archive record makes its title, days and place public.
            WHEN 'moved' <> ALL (k.kinds) AND (n.round IS NOT NULL OR n.has_open_round)
                OR 'fact-recorded' <> ALL (k.kinds)
                    AND (n.published_fields IS NOT NULL AND n.origin <> 'archive' OR n.facts <> '{}')
                THEN 'proposal_kinds: it says what no event of its own can have brought about'
            WHEN days_fault(ROW(n.*)::proposal, NULL::proposal, k.kinds)
                THEN 'proposal_days: its days are not those that its events make'
        END AS fault) AS f
    WHERE f.fault IS NOT NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the row of % in forum % is refused: %', bad.ref, bad.forum, split_part(bad.fault, ': ', 2)
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = split_part(bad.fault, ': ', 1);
    END IF;
    RETURN NULL;
END $$;

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
            WHEN NOT k.kinds && '{fact-recorded,revised,moved,migrated}' THEN
                CASE WHEN (n.standing, n.first_day, n.last_day, n.lapsed)
                        IS DISTINCT FROM (b.standing, b.first_day, b.last_day, b.lapsed)
                    THEN 'proposal_kinds: it says what no event of its own can have brought about'
                END
            WHEN days_fault(ROW(n.*)::proposal, ROW(b.*)::proposal, k.kinds)
                THEN 'proposal_days: its days are not those that its events make'
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
